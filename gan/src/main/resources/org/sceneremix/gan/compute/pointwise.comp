#version 430
// y[i] = RESULT for every element, where RESULT is an expression of a = x[i], b = y[i] and p.

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) buffer Y { float y[]; };

uniform int xAt;
uniform int yAt;
uniform int count;
uniform float p;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    float a = x[xAt + i];
    float b = y[yAt + i];
    y[yAt + i] = RESULT;
  }
}
