#version 430
// Adds up the parts of weight-gradient.comp, [part][tap, source channel][channel], into [channel, source channel, tap].

layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer Parts { float parts[]; };
layout(std430, binding = 1) writeonly buffer DW { float dw[]; };
layout(std430, binding = 2) writeonly buffer DB { float db[]; };

uniform int dwAt;
uniform int dbAt;
uniform int count;           // elements of a part
uniform int partCount;
uniform int taps;
uniform int xChannels;
uniform int yChannels;
uniform int biased;         // whether the gradient of the bias is wanted

void main() {
  int rows = taps * xChannels + 1;
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    float sum = 0.0;
    for (int part = 0; part < partCount; part++) {
      sum += parts[part * count + i];
    }
    int row = i / yChannels;
    int channel = i % yChannels;
    if (row < rows - 1) {
      dw[dwAt + (channel * xChannels + row % xChannels) * taps + row / xChannels] = sum;
    } else if (biased != 0) {
      db[dbAt + channel] = sum;
    }
  }
}
