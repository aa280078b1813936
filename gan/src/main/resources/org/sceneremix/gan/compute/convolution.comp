#version 430
// Convolution of channels-last volumes, or its adjoint with respect to the input, as a matrix product
//
//   y[voxel, channel] = sum over k of x[voxel moved by the tap of k, channel of k] * w[k, channel]
//
// whose first factor is never stored: k runs over taps and source channels, and tiles of both factors go through shared
// memory. A work group makes VOXELS x CHANNELS outputs, a thread 4 x CHANNELS / 4 of them.
//
// CHANNELS: 8 or 32, the output channels of a tile

#define VOXELS 64
#define DEPTH 16
#define THREADS 64
#define EACH (CHANNELS / 4)

layout(local_size_x = THREADS) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer W { float w[]; };
layout(std430, binding = 2) readonly buffer B { float b[]; };
layout(std430, binding = 3) writeonly buffer Y { float y[]; };

uniform int xAt;
uniform int wAt;
uniform int bAt;
uniform int yAt;
uniform ivec3 xSize;        // width, height, depth
uniform ivec3 ySize;
uniform int xChannels;
uniform int yChannels;
uniform ivec3 kernel;
uniform int direction;      // 1: convolution; -1: its adjoint, which reads against the taps
uniform int xStride;        // from one source channel to the next, in the weights
uniform int yStride;        // from one target channel to the next
uniform int biased;
uniform int voxels;         // of all samples of y

shared ivec4 place[VOXELS]; // position in x of the first tap, and the sample's first voxel; -1: no voxel
shared float left[DEPTH][VOXELS + 1];
shared float right[DEPTH][CHANNELS];

void main() {
  int thread = int(gl_LocalInvocationIndex);
  int first = int(gl_WorkGroupID.z * gl_NumWorkGroups.x + gl_WorkGroupID.x) * VOXELS;
  int firstChannel = int(gl_WorkGroupID.y) * CHANNELS;

  int voxel = first + thread;
  ivec3 at = ivec3(voxel % ySize.x, voxel / ySize.x % ySize.y, voxel / (ySize.x * ySize.y) % ySize.z);
  int inSample = xSize.x * xSize.y * xSize.z;
  int origin = voxel / (ySize.x * ySize.y * ySize.z) * inSample;
  place[thread] = ivec4(at, voxel < voxels ? origin : -1);
  barrier();

  float sum[4][EACH];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < EACH; j++) {
      sum[i][j] = 0.0;
    }
  }

  int voxelGroup = thread % 16;
  int channelGroup = thread / 16;
  int taps = kernel.x * kernel.y * kernel.z;
  int terms = taps * xChannels;
  int row = thread % DEPTH;
  for (int start = 0; start < terms; start += DEPTH) {
    int k = start + row;
    int tap = k / xChannels;
    int channel = k % xChannels;
    ivec3 move = direction * ivec3(tap % kernel.x, tap / kernel.x % kernel.y, tap / (kernel.x * kernel.y));
    for (int v = thread / DEPTH; v < VOXELS; v += THREADS / DEPTH) {
      ivec4 p = place[v];
      ivec3 from = p.xyz + move;
      bool inside = k < terms && p.w >= 0 && all(greaterThanEqual(from, ivec3(0))) && all(lessThan(from, xSize));
      int index = p.w + (from.z * xSize.y + from.y) * xSize.x + from.x;
      left[row][v] = inside ? x[xAt + index * xChannels + channel] : 0.0;
    }
    for (int c = thread / DEPTH; c < CHANNELS; c += THREADS / DEPTH) {
      bool inside = k < terms && firstChannel + c < yChannels;
      right[row][c] = inside ? w[wAt + (firstChannel + c) * yStride + channel * xStride + tap] : 0.0;
    }
    barrier();
    for (int k = 0; k < DEPTH; k++) {
      float a[4];
      for (int i = 0; i < 4; i++) {
        a[i] = left[k][voxelGroup + 16 * i];
      }
      for (int j = 0; j < EACH; j++) {
        float weight = right[k][channelGroup * EACH + j];
        for (int i = 0; i < 4; i++) {
          sum[i][j] += a[i] * weight;
        }
      }
    }
    barrier();
  }

  for (int j = 0; j < EACH; j++) {
    int channel = firstChannel + channelGroup * EACH + j;
    if (channel < yChannels) {
      float shift = biased != 0 ? b[bAt + channel] : 0.0;
      for (int i = 0; i < 4; i++) {
        int voxel = first + voxelGroup + 16 * i;
        if (voxel < voxels) {
          y[yAt + voxel * yChannels + channel] = sum[i][j] + shift;
        }
      }
    }
  }
}
