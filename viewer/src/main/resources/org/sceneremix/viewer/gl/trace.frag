#version 330 core
#include "march.glsl"
#include "light.glsl"

// One pixel of a picture, as PictureMaker makes it: premultiplied value and opacity.

uniform mat3 cameraToWorld; // axes of the camera: x right, y up, looking along -z
uniform vec3 eye;
uniform vec4 pinhole;       // focal lengths x and y, principal point from the lower left corner, pixels
uniform vec2 shift;         // where in the pixel the ray goes through, from its centre, pixels
uniform int mode;           // 0 colour, 1 depth, 2 opacity, 3 normal, 4 shaded
uniform vec2 depthRange;    // nearest and farthest distance of the box

out vec4 picture;

void main() {
  vec2 slope = (gl_FragCoord.xy + shift - pinhole.zw) / pinhole.xy;
  vec3 direction = normalize(cameraToWorld * vec3(slope, -1.0));
  Traced traced = march(eye, direction);
  picture = vec4(traced.colour, traced.opacity);
  if (mode != 0 && traced.opacity > 0.0) {
    float depth = traced.depth / traced.opacity;
    vec3 value = vec3(1.0);
    if (mode == 1) {
      value = vec3((depthRange.y - depth) / (depthRange.y - depthRange.x));
    } else if (mode == 3) {
      float norm = length(traced.normal);
      value = norm > 0.0 ? 0.5 * traced.normal / norm + 0.5 : vec3(0.5);
    }
    if (mode == 4) {
      vec3 point = eye + depth * direction;
      vec3 albedo = traced.colour / traced.opacity;
      value = min(albedo * lightAt(point, surfaceNormal(point)), vec3(1.0));
    }
    picture.rgb = traced.opacity * value;
  }
  if (mode == 4) {
    picture = withGround(picture, traced.depth / max(traced.opacity, 1e-9), eye, direction);
  }
}
