#version 430 core
#include "sum.glsl"

// Adds up blocks of GROUP values through shared memory, then all of them in one place.

layout(local_size_x = GROUP) in;
layout(std430, binding = 0) readonly buffer Values { float values[]; };
layout(std430, binding = 1) buffer Sum { uint sum; };

shared float part[GROUP];

void main() {
  uint i = gl_LocalInvocationID.x;
  part[i] = values[gl_GlobalInvocationID.x];
  barrier();
  for (uint half_ = GROUP / 2u; half_ > 0u; half_ /= 2u) {
    if (i < half_) {
      part[i] += part[i + half_];
    }
    barrier();
  }
  if (i == 0u) {
    uint before = sum;
    uint found;
    do {
      found = before;
      before = atomicCompSwap(sum, found, plus(found, part[0]));
    } while (before != found);
  }
}
