#version 430 core
#ifdef FLOAT_ATOMICS
#extension GL_NV_shader_atomic_float : require
#endif
#include "ray.glsl"

// The gradient of a loss with respect to the grid, one ray an invocation: Tape.adjoint, by the formulas of
// Marcher.differentiate.

layout(local_size_x = 64) in;
// of each ray: the loss's gradient g with respect to its colour C, then g . C, then that with respect to its opacity A
// times 1 - A
const int LOSSES = 5;
layout(std430, binding = 3) readonly buffer Losses { float losses[]; };
#ifdef FLOAT_ATOMICS
layout(std430, binding = 4) buffer Gradient { float gradient[]; };
#else
layout(std430, binding = 4) buffer Gradient { uint gradient[]; };
#endif

void add(int at, float value) {
  if (value == 0.0) {
    return;
  }
#ifdef FLOAT_ATOMICS
  atomicAdd(gradient[at], value);
#else
  uint before = gradient[at];
  uint expected;
  do {
    expected = before;
    before = atomicCompSwap(gradient[at], expected, floatBitsToUint(uintBitsToFloat(expected) + value));
  } while (before != expected);
#endif
}

void add(int voxel, vec4 value) {
  add(4 * voxel, value.r);
  add(4 * voxel + 1, value.g);
  add(4 * voxel + 2, value.b);
  add(4 * voxel + 3, value.a);
}

// Successive samples mostly share a cell: what they add to its voxels is summed up before it is written.
void flush(int voxel[8], inout vec4 sums[8]) {
  for (int k = 0; k < 8; k++) {
    add(voxel[k], sums[k]);
    sums[k] = vec4(0.0);
  }
}

void main() {
  int i = int(gl_GlobalInvocationID.x);
  if (i >= rays) {
    return;
  }
  int from = LOSSES * i;
  vec3 g = vec3(losses[from], losses[from + 1], losses[from + 2]);
  float behind = losses[from + 3];
  float ofOpacity = losses[from + 4];
  if (g == vec3(0.0) && ofOpacity == 0.0) {
    return;
  }
  Ray r = ray(i);
  float thickness = densityScale * r.interval;
  float opticalDepth = 0.0;
  float transmittance = 1.0;
  int group = 0;
  ivec3 cell = ivec3(-1);
  int voxel[8];
  vec4 sums[8];
  for (int k = 0; k < 8; k++) {
    voxel[k] = 0;
    sums[k] = vec4(0.0);
  }
  for (int j = nextOccupied(r, 0); j < r.samples; j = nextOccupied(r, j + 1)) {
    if (transmittance < minTransmittance && j / GROUP != group) {
      break;
    }
    group = j / GROUP;
    Place at = inside(place(r, j));
    if (at.cell != cell) {
      flush(voxel, sums);
      cell = at.cell;
      corners(cell, voxel);
    }
    vec4 value = interpolated(voxel, at.fraction);
    if (value.a > 0.0) {
      opticalDepth += value.a * thickness;
      float next = exp(-opticalDepth);
      float weight = transmittance - next;
      transmittance = next;
      float slope = dot(g, colourOf(value));
      behind -= weight * slope;
      vec4 byStored = vec4(
          mix(vec3(0.0), 0.5 * weight * g, lessThanEqual(abs(value.rgb), vec3(1.0))),
          (next * slope - behind + ofOpacity) * thickness);
      for (int k = 0; k < 8; k++) {
        vec3 share = mix(1.0 - at.fraction, at.fraction, bvec3((k & 1) != 0, (k & 2) != 0, (k & 4) != 0));
        sums[k] += share.x * share.y * share.z * byStored;
      }
    }
  }
  flush(voxel, sums);
}
