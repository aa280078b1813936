#version 430
// Trilinear resampling: one axis after the other, in the order of TrilinearResize. Of each new voxel along x, then along
// y, then along z, "taps" holds the old voxel below it and the weight of the one above.
#include "volumes.glsl"

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Taps { float taps[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

uniform int xAt;
uniform int tapsAt;
uniform int yAt;
uniform ivec3 xSize;
uniform ivec3 ySize;
uniform int channels;
uniform int count;

// nothing is taken from above without a weight: it may be no number
float between(float below, float above, float weight) {
  return weight == 0.0 ? below : (1.0 - weight) * below + weight * above;
}

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    ivec4 place = placeOf(i / channels, ySize);
    ivec3 tap = tapsAt + 2 * (place.xyz + ivec3(0, ySize.x, ySize.x + ySize.y));
    ivec3 low = ivec3(taps[tap.x], taps[tap.y], taps[tap.z]);
    ivec3 high = min(low + 1, xSize - 1);
    vec3 weight = vec3(taps[tap.x + 1], taps[tap.y + 1], taps[tap.z + 1]);
    float layers[2];
    for (int k = 0; k < 2; k++) {
      float rows[2];
      for (int j = 0; j < 2; j++) {
        ivec3 at = ivec3(low.x, j == 0 ? low.y : high.y, k == 0 ? low.z : high.z);
        int below = voxelAt(at, place.w, xSize);
        int above = below + high.x - low.x;
        rows[j] = between(
            x[xAt + below * channels + i % channels], x[xAt + above * channels + i % channels], weight.x);
      }
      layers[k] = between(rows[0], rows[1], weight.y);
    }
    y[yAt + i] = between(layers[0], layers[1], weight.z);
  }
}
