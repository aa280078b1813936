#version 430
// y[i] = RESULT for every element, where RESULT is an expression of a = x[i], b = base[i] and s, the voxel's share.

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Share { float share[]; };
layout(std430, binding = 2) readonly buffer Base { float base[]; };
layout(std430, binding = 3) buffer Y { float y[]; };

uniform int xAt;
uniform int shareAt;
uniform int baseAt;
uniform int yAt;
uniform int channels;
uniform int count;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    float a = x[xAt + i];
    float b = base[baseAt + i];
    float s = share[shareAt + i / channels];
    y[yAt + i] = RESULT;
  }
}
