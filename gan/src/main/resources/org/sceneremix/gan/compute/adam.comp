#version 430
// One step of Adam, with both corrections folded into scale and epsilon.

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer Gradient { float gradient[]; };
layout(std430, binding = 1) buffer Moments { float moments[]; };
layout(std430, binding = 2) buffer Values { float values[]; };

uniform int gradientAt;
uniform int momentsAt;
uniform int valuesAt;
uniform int count;
uniform float beta1;
uniform float beta2;
uniform float scale;
uniform float epsilon;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    float g = gradient[gradientAt + i];
    float first = beta1 * moments[momentsAt + i] + (1.0 - beta1) * g;
    float second = beta2 * moments[momentsAt + count + i] + (1.0 - beta2) * g * g;
    moments[momentsAt + i] = first;
    moments[momentsAt + count + i] = second;
    values[valuesAt + i] -= scale * first / (sqrt(second) + epsilon);
  }
}
