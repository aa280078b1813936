#version 430
// The last channel becomes the height of voxels in a scene of so many layers, -1 to 1.
#include "volumes.glsl"

layout(local_size_x = 256) in;

layout(std430, binding = 0) writeonly buffer X { float x[]; };

uniform int xAt;
uniform ivec3 xSize;
uniform int channels;
uniform int z0;
uniform int layers;
uniform int count;

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int voxel = int(gl_GlobalInvocationID.x); voxel < count; voxel += stride) {
    int z = z0 + placeOf(voxel, xSize).z;
    x[xAt + voxel * channels + channels - 1] = (2.0 * float(z) + 1.0) / float(layers) - 1.0;
  }
}
