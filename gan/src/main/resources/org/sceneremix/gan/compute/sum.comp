#version 430
// Each work group adds up VALUE, an expression of a = x[i], b = y[i] and p, over its share of the elements, and writes
// factor times that to its place in the sums: always in the same order. A second pass by one group adds up the sums.

#define THREADS 256

layout(local_size_x = THREADS) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Y { float y[]; };
layout(std430, binding = 2) writeonly buffer Sums { float sums[]; };

uniform int xAt;
uniform int yAt;
uniform int sumsAt;
uniform int count;
uniform float p;
uniform float factor;

shared float part[THREADS];

void main() {
  int thread = int(gl_LocalInvocationIndex);
  int stride = int(gl_NumWorkGroups.x) * THREADS;
  float sum = 0.0;
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    float a = x[xAt + i];
    float b = y[yAt + i];
    sum += VALUE;
  }
  part[thread] = sum;
  barrier();
  for (int half_ = THREADS / 2; half_ > 0; half_ /= 2) {
    if (thread < half_) {
      part[thread] += part[thread + half_];
    }
    barrier();
  }
  if (thread == 0) {
    sums[sumsAt + int(gl_WorkGroupID.x)] = factor * part[0];
  }
}
