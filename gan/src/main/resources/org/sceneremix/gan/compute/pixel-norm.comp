#version 430
// LeakyReLU, then every voxel's features divided by their root mean square.

layout(local_size_x = 64) in;

layout(std430, binding = 0) buffer X { float x[]; };
layout(std430, binding = 1) writeonly buffer Norm { float inverseNorm[]; };

uniform int xAt;
uniform int normAt;
uniform int channels;
uniform int count;
uniform float slope;
uniform float epsilon;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int voxel = int(gl_GlobalInvocationID.x); voxel < count; voxel += stride) {
    int at = xAt + voxel * channels;
    float sum = 0.0;
    for (int i = at; i < at + channels; i++) {
      float h = x[i] > 0.0 ? x[i] : slope * x[i];
      x[i] = h;
      sum += h * h;
    }
    float r = 1.0 / sqrt(sum / float(channels) + epsilon);
    inverseNorm[normAt + voxel] = r;
    for (int i = at; i < at + channels; i++) {
      x[i] *= r;
    }
  }
}
