#version 330 core
#include "march.glsl"
#include "pixel.glsl"

// One pixel of a picture, as PictureMaker makes it: premultiplied value and opacity.

uniform int mode;        // 0 colour, 1 depth, 2 opacity, 3 normal
uniform vec2 depthRange; // nearest and farthest distance of the box

out vec4 picture;

void main() {
  Traced traced = march(eye, rayDirection());
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
    picture.rgb = traced.opacity * value;
  }
}
