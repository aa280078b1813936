#version 430
// Every volume of a batch put into a larger one, as far as it lies inside.
#include "volumes.glsl"

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) writeonly buffer Y { float y[]; };

uniform int xAt;
uniform int yAt;
uniform ivec3 xSize;
uniform ivec3 ySize;
uniform ivec3 start;
uniform int xChannels;
uniform int yChannels;
uniform int count;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    ivec4 place = placeOf(i / xChannels, xSize);
    ivec3 at = place.xyz + start;
    if (isInside(at, ySize)) {
      y[yAt + voxelAt(at, place.w, ySize) * yChannels + i % xChannels] = x[xAt + i];
    }
  }
}
