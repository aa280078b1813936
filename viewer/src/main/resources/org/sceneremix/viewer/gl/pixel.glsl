// The ray through a pixel.

uniform mat3 cameraToWorld; // axes of the camera: x right, y up, looking along -z
uniform vec3 eye;
uniform vec4 pinhole;       // focal lengths x and y, principal point from the lower left corner, pixels
uniform vec2 shift;         // where in the pixel the ray goes through, from its centre, pixels

vec3 rayDirection() {
  vec2 slope = (gl_FragCoord.xy + shift - pinhole.zw) / pinhole.xy;
  return normalize(cameraToWorld * vec3(slope, -1.0));
}
