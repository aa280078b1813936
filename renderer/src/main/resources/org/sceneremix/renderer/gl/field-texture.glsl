#include "field.glsl"

// The field in textures, to draw with. Positions are in voxels from the lowest corner of the box, so that samples lie
// at halves.

uniform sampler3D fieldSamples; // stored red, green, blue, density; linear, clamped to the edge
uniform usampler3D emptyReach;
uniform vec3 fieldMin;          // lowest corner of the box, world units

int reachAt(ivec3 block) {
  return int(texelFetch(emptyReach, block, 0).r);
}

vec3 toField(vec3 world) {
  return (world - fieldMin) / fieldVoxel;
}

vec4 storedAt(vec3 p) {
  return texture(fieldSamples, p / fieldSize);
}

float densityOf(ivec3 voxel) {
  return texelFetch(fieldSamples, voxel, 0).a;
}

vec3 normalAt(vec3 p) {
  vec3 q = clamp(p - 0.5, vec3(0.0), fieldSize - 1.0);
  vec3 cell = min(floor(q), max(fieldSize - 2.0, 0.0));
  ivec3 a = ivec3(cell);
  ivec3 b = min(a + 1, ivec3(fieldSize) - 1);
  vec4 low = vec4(densityOf(a), densityOf(ivec3(b.x, a.yz)), densityOf(ivec3(a.x, b.y, a.z)), densityOf(ivec3(b.xy, a.z)));
  vec4 high = vec4(densityOf(ivec3(a.xy, b.z)), densityOf(ivec3(b.x, a.y, b.z)), densityOf(ivec3(a.x, b.yz)), densityOf(b));
  return normalOf(low, high, q - cell);
}
