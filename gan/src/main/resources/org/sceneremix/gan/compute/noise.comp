#version 430
// Adds the normal deviates of the voxels of a window, as Deviates defines them. Numbers of 64 bits are pairs of words,
// the low one first. What a driver calls log, sin and cos may be off by more than rounding, so they are series here.
#include "volumes.glsl"

layout(local_size_x = 64) in;

layout(std430, binding = 0) buffer X { float x[]; };

uniform int xAt;
uniform int keyLow;
uniform int keyHigh;
uniform float amplitude;
uniform ivec3 start; // of the window in the scene
uniform ivec3 xSize;
uniform ivec3 sceneSize;
uniform int channels;
uniform int count;

const float LN2 = 0.693147181;
const float TURN = 3.74507028e-7; // 2 pi / 2^24
const int QUARTER = 1 << 22;

uvec2 product(uvec2 a, uvec2 b) {
  uint high;
  uint low;
  umulExtended(a.x, b.x, high, low);
  return uvec2(low, high + a.x * b.y + a.y * b.x);
}

uvec2 shiftedRight(uvec2 a, int bits) {
  return uvec2(a.x >> bits | a.y << 32 - bits, a.y >> bits);
}

uvec2 mixed(uvec2 z) {
  z = product(z ^ shiftedRight(z, 30), MIX_1);
  z = product(z ^ shiftedRight(z, 27), MIX_2);
  return z ^ shiftedRight(z, 31);
}

uvec2 along(int coordinate, uvec2 factor) {
  return product(uvec2(uint(coordinate), coordinate < 0 ? ~0u : 0u), factor);
}

// -log(k / 2^24) for k from 1 to 2^24.
float minusLog(uint k) {
  // k = fraction * 2^exponent with a fraction in (1/2, 1], and log of that by the series of atanh
  int exponent = k == 1u ? 0 : findMSB(k - 1u) + 1;
  float missing = float((1u << exponent) - k) / float(1u << exponent);
  float s = missing / (2.0 - missing);
  float q = s * s;
  float series = 1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q / 13.0)))));
  return float(24 - exponent) * LN2 + 2.0 * s * series;
}

// Cosine and sine of an angle in units of 2 pi / 2^24.
vec2 direction(int angle) {
  int quarter = angle + QUARTER / 2 >> 22;
  float t = float(angle - quarter * QUARTER) * TURN;
  float q = t * t;
  float c = 1.0 - q * (1.0 / 2.0 - q * (1.0 / 24.0 - q * (1.0 / 720.0 - q * (1.0 / 40320.0 - q / 3628800.0))));
  float s = t * (1.0 - q * (1.0 / 6.0 - q * (1.0 / 120.0 - q * (1.0 / 5040.0 - q / 362880.0))));
  switch (quarter & 3) {
    case 0:
      return vec2(c, s);
    case 1:
      return vec2(-s, c);
    case 2:
      return vec2(-c, -s);
    default:
      return vec2(s, -c);
  }
}

void main() {
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int voxel = int(gl_GlobalInvocationID.x); voxel < count; voxel += stride) {
    ivec3 at = placeOf(voxel, xSize).xyz + start;
    if (!isInside(at, sceneSize)) {
      continue;
    }
    uvec2 state = mixed(uvec2(uint(keyLow), uint(keyHigh)) ^ along(at.x, ALONG_X));
    state = mixed(state ^ along(at.y, ALONG_Y));
    state = mixed(state ^ along(at.z, ALONG_Z));
    for (uint pair = 0u; pair < 4u; pair += 2u) {
      uint carry;
      uint low = uaddCarry(state.x, pair, carry);
      uvec2 bits = mixed(uvec2(low, state.y + carry));
      float radius = amplitude * sqrt(2.0 * minusLog((bits.y >> 8) + 1u));
      vec2 deviates = radius * direction(int(bits.x & 0xffffffu));
      int to = xAt + voxel * channels + int(pair);
      x[to] += deviates.x;
      x[to + 1] += deviates.y;
    }
  }
}
