#version 430
// A box out of every volume of a batch; beyond the volumes the last of x's channels is "last" and the others are 0.
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
uniform float last;
uniform int count;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    int channel = i % xChannels;
    int voxel = i / xChannels;
    ivec4 place = placeOf(voxel, ySize);
    ivec3 at = place.xyz + start;
    float value = channel == xChannels - 1 ? last : 0.0;
    if (isInside(at, xSize)) {
      value = x[xAt + voxelAt(at, place.w, xSize) * xChannels + channel];
    }
    y[yAt + voxel * yChannels + channel] = value;
  }
}
