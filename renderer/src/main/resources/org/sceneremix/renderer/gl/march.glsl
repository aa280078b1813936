#include "field-texture.glsl"

// The emission-absorption integral along a ray, sampled as VolumeTracer prescribes.

uniform float longestInterval;  // world units
uniform float minTransmittance; // a ray ends below it
uniform vec3 cutMin;            // only what lies in this box is seen, world units
uniform vec3 cutMax;
uniform bool wantsNormals;

struct Traced {
  vec3 colour;   // premultiplied
  float opacity;
  float depth;   // opacity-weighted distance from the origin, world units
  vec3 normal;   // opacity-weighted, world axes; 0 unless wanted
};

// Near and far distance of a box along a ray; near > far where it is missed.
vec2 clip(vec3 origin, vec3 inverse, vec3 low, vec3 high) {
  vec3 a = (low - origin) * inverse;
  vec3 b = (high - origin) * inverse;
  vec3 nearest = min(a, b);
  vec3 farthest = max(a, b);
  return vec2(
      max(max(nearest.x, nearest.y), max(nearest.z, 0.0)), min(farthest.x, min(farthest.y, farthest.z)));
}

Traced march(vec3 origin, vec3 direction) {
  Traced traced = Traced(vec3(0.0), 0.0, 0.0, vec3(0.0));
  // a component of zero would make 0 * infinity
  vec3 inverse = 1.0 / mix(direction, vec3(1e-20), equal(direction, vec3(0.0)));
  vec2 inside = clip(origin, inverse, fieldMin, fieldMin + fieldSize * fieldVoxel);
  float extent = inside.y - inside.x;
  if (!(extent > 0.0)) {
    return traced;
  }
  float samples = max(1.0, ceil(extent / longestInterval - 1e-4));
  float interval = extent / samples;
  float first = inside.x + 0.5 * interval;
  vec2 cut = (clip(origin, inverse, cutMin, cutMax) - first) / interval;
  int j = int(max(0.0, ceil(cut.x)));
  int end = int(min(samples, floor(cut.y) + 1.0));

  vec3 p0 = toField(origin + first * direction);
  vec3 dp = interval * direction / fieldVoxel;
  float thickness = densityScale * interval;
  float transmittance = 1.0;
  while (j < end) {
    vec3 p = p0 + float(j) * dp;
    int empty = emptySteps(ivec3(floor(p - 0.5)), p - 0.5, dp);
    if (empty > 0) {
      j += empty;
      continue;
    }
    vec4 stored = storedAt(p);
    if (stored.a > 0.0) {
      float next = transmittance * exp(-thickness * stored.a);
      float weight = transmittance - next;
      traced.colour += weight * colourOf(stored);
      traced.depth += weight * (first + float(j) * interval);
      if (wantsNormals) {
        traced.normal += weight * normalAt(p);
      }
      transmittance = next;
      if (transmittance < minTransmittance) {
        break;
      }
    }
    j++;
  }
  traced.opacity = 1.0 - transmittance;
  return traced;
}
