#version 330 core
#include "march.glsl"
#include "pixel.glsl"
#include "light.glsl"

// One pixel of a shaded picture, as PictureMaker makes it. A program of its own: with it, that of the other modes is
// slower where a processor draws.

out vec4 picture;

void main() {
  vec3 direction = rayDirection();
  Traced traced = march(eye, direction);
  float far = 0.0;
  picture = vec4(0.0);
  if (traced.opacity > 0.0) {
    far = traced.depth / traced.opacity;
    vec3 point = eye + far * direction;
    vec3 colour = traced.colour / traced.opacity;
    picture.rgb = traced.opacity * min(colour * lightAt(point, surfaceNormal(point)), vec3(1.0));
    picture.a = traced.opacity;
  }
  picture = withGround(picture, far, eye, direction);
}
