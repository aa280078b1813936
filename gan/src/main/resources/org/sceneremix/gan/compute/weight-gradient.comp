#version 430
// The adjoint of a convolution with respect to its weights and bias, as a matrix product over voxels
//
//   part[k, channel] = sum over some voxels of x[voxel moved by the tap of k, channel of k] * dy[voxel, channel]
//
// where k runs over taps and source channels; one more row, whose x is one, is the gradient of the bias. The voxels are
// divided among the work groups along z, whose parts sum-parts.comp adds up: always in the same order.
//
// CHANNELS: 8 or 32, the output channels of a tile

#define ROWS 64
#define DEPTH 16
#define THREADS 64
#define EACH (CHANNELS / 4)

layout(local_size_x = THREADS) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer DY { float dy[]; };
layout(std430, binding = 2) writeonly buffer Parts { float parts[]; };

uniform int xAt;
uniform int dyAt;
uniform ivec3 xSize;        // width, height, depth
uniform ivec3 ySize;
uniform int xChannels;
uniform int yChannels;
uniform ivec3 kernel;
uniform int voxels;         // of all samples of dy
uniform int voxelsEach;     // of one part

shared int place[DEPTH];    // voxel of x under the first tap
shared float left[DEPTH][ROWS];
shared float right[DEPTH][CHANNELS];

void main() {
  int thread = int(gl_LocalInvocationIndex);
  int firstChannel = int(gl_WorkGroupID.y) * CHANNELS;
  int taps = kernel.x * kernel.y * kernel.z;
  int rows = taps * xChannels + 1;
  int row = int(gl_WorkGroupID.x) * ROWS + thread;
  int tap = row / xChannels;
  int move = ((tap / (kernel.x * kernel.y)) * xSize.y + tap / kernel.x % kernel.y) * xSize.x + tap % kernel.x;
  int offset = xAt + move * xChannels + row % xChannels;

  float sum[4][EACH];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < EACH; j++) {
      sum[i][j] = 0.0;
    }
  }

  int rowGroup = thread % 16;
  int channelGroup = thread / 16;
  int begin = int(gl_WorkGroupID.z) * voxelsEach;
  int end = min(voxels, begin + voxelsEach);
  for (int start = begin; start < end; start += DEPTH) {
    if (thread < DEPTH) {
      int voxel = start + thread;
      int across = voxel % ySize.x;
      int down = voxel / ySize.x % ySize.y;
      int deep = voxel / (ySize.x * ySize.y) % ySize.z;
      int sampleIndex = voxel / (ySize.x * ySize.y * ySize.z);
      place[thread] = ((sampleIndex * xSize.z + deep) * xSize.y + down) * xSize.x + across;
    }
    barrier();
    for (int k = 0; k < DEPTH; k++) {
      float value = 0.0;
      if (start + k < end && row < rows) {
        value = row == rows - 1 ? 1.0 : x[offset + place[k] * xChannels];
      }
      left[k][thread] = value;
    }
    for (int i = thread; i < DEPTH * CHANNELS; i += THREADS) {
      int k = i / CHANNELS;
      int channel = firstChannel + i % CHANNELS;
      bool inside = start + k < end && channel < yChannels;
      right[k][i % CHANNELS] = inside ? dy[dyAt + (start + k) * yChannels + channel] : 0.0;
    }
    barrier();
    for (int k = 0; k < DEPTH; k++) {
      float a[4];
      for (int i = 0; i < 4; i++) {
        a[i] = left[k][rowGroup + 16 * i];
      }
      for (int j = 0; j < EACH; j++) {
        float d = right[k][channelGroup * EACH + j];
        for (int i = 0; i < 4; i++) {
          sum[i][j] += a[i] * d;
        }
      }
    }
    barrier();
  }

  for (int j = 0; j < EACH; j++) {
    int channel = firstChannel + channelGroup * EACH + j;
    for (int i = 0; i < 4; i++) {
      int r = int(gl_WorkGroupID.x) * ROWS + rowGroup + 16 * i;
      if (channel < yChannels && r < rows) {
        parts[(int(gl_WorkGroupID.z) * rows + r) * yChannels + channel] = sum[i][j];
      }
    }
  }
}
