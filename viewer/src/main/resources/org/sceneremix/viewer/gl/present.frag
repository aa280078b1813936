#version 330 core

// Lays traced pictures over the background, with the photograph of a capture over both.

uniform sampler2D before;     // left of the split: premultiplied
uniform sampler2D after;      // right of it
uniform float split;          // from the left edge of the viewport, pixels; 0 shows only what is after
uniform vec2 origin;          // lower left corner of the viewport, pixels
uniform vec2 extent;          // its size, pixels
uniform float exposure;       // factor on the light of the scene
uniform vec4 background;      // colour; a = 1 where a checker pattern marks transparency instead
uniform float checkerEdge;    // pixels
uniform sampler2D photograph; // straight alpha, first row on top
uniform vec4 photographFrame; // left, top, width, height from the upper left corner of the viewport, pixels
uniform float photographOpacity;

out vec4 colour;

void main() {
  vec2 pixel = gl_FragCoord.xy - origin;
  vec2 at = pixel / extent;
  vec4 scene = pixel.x < split ? texture(before, at) : texture(after, at);
  vec3 behind = background.rgb;
  if (background.a > 0.5) {
    vec2 square = floor(pixel / checkerEdge);
    behind = mix(vec3(0.42), vec3(0.52), mod(square.x + square.y, 2.0));
  }
  vec3 lit = min(exposure * scene.rgb, vec3(1.0)) + (1.0 - scene.a) * behind;
  if (photographOpacity > 0.0) {
    vec2 uv = (vec2(pixel.x, extent.y - pixel.y) - photographFrame.xy) / photographFrame.zw;
    if (all(greaterThanEqual(uv, vec2(0.0))) && all(lessThanEqual(uv, vec2(1.0)))) {
      vec4 photo = texture(photograph, uv);
      lit = mix(lit, mix(behind, photo.rgb, photo.a), photographOpacity);
    }
  }
  colour = vec4(lit, 1.0);
}
