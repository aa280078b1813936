#version 430
// A box out of every volume of a batch; beyond the volumes the last channel is "last" and the others are 0.

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) writeonly buffer Y { float y[]; };

uniform int xAt;
uniform int yAt;
uniform ivec3 xSize;
uniform ivec3 ySize;
uniform ivec3 start;
uniform int channels;
uniform float last;
uniform int count;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    int channel = i % channels;
    int voxel = i / channels;
    int row = voxel / ySize.x;
    int layer = row / ySize.y;
    int sample_ = layer / ySize.z;
    ivec3 at = ivec3(voxel % ySize.x, row % ySize.y, layer % ySize.z) + start;
    float value = channel == channels - 1 ? last : 0.0;
    if (all(greaterThanEqual(at, ivec3(0))) && all(lessThan(at, xSize))) {
      value = x[xAt + (((sample_ * xSize.z + at.z) * xSize.y + at.y) * xSize.x + at.x) * channels + channel];
    }
    y[yAt + i] = value;
  }
}
