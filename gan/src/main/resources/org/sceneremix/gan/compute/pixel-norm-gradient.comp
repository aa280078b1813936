#version 430
// The adjoint of pixel-norm.comp, from its outputs y: d <- r (d - y mean(d y)) f', in place.

layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer Y { float y[]; };
layout(std430, binding = 1) readonly buffer Norm { float inverseNorm[]; };
layout(std430, binding = 2) buffer D { float d[]; };

uniform int yAt;
uniform int normAt;
uniform int dAt;
uniform int channels;
uniform int count;
uniform float slope;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int voxel = int(gl_GlobalInvocationID.x); voxel < count; voxel += stride) {
    int from = yAt + voxel * channels;
    int at = dAt + voxel * channels;
    float product = 0.0;
    for (int i = 0; i < channels; i++) {
      product += y[from + i] * d[at + i];
    }
    float mean = product / float(channels);
    float r = inverseNorm[normAt + voxel];
    for (int i = 0; i < channels; i++) {
      float output_ = y[from + i];
      d[at + i] = r * (d[at + i] - mean * output_) * (output_ > 0.0 ? 1.0 : slope);
    }
  }
}
