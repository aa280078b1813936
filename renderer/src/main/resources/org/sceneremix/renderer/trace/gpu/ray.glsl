#include "field.glsl"

// The field in buffers, and rays through it as RaySegment prepares them: positions are fixed-point numbers in voxels
// from the centre of the first one, with 32 bits before the point and 32 behind. From the first sample of a group on, 24
// of those count: every sample lies exactly where RaySegment has it.

const int GROUP = 8; // as RaySegment.GROUP; rays end between groups of samples

layout(std430, binding = 0) readonly buffer Grid { vec4 stored[]; };  // red, green, blue, density; [z][y][x]
layout(std430, binding = 1) readonly buffer Reach { uint reach[]; };  // [z][y][x] of blocks
layout(std430, binding = 2) readonly buffer Segments { uvec4 segments[]; }; // four a ray, as SegmentArray has them

uniform int rays;
uniform ivec3 blocks;
uniform float minTransmittance;

int reachAt(ivec3 block) {
  return int(reach[(block.z * blocks.y + block.y) * blocks.x + block.x]);
}

struct Ray {
  uvec3 startLow;  // position of sample 0: below the point
  ivec3 startHigh; // and before it
  uvec3 stepLow;   // from a sample to the next
  ivec3 stepHigh;
  vec3 stepVoxels; // the same, rounded
  int samples;
  float interval;      // world units
  float firstDistance; // of sample 0 from the origin, world units
};

Ray ray(int i) {
  uvec4 a = segments[4 * i];
  uvec4 b = segments[4 * i + 1];
  uvec4 c = segments[4 * i + 2];
  uvec4 d = segments[4 * i + 3];
  Ray r;
  r.startLow = a.xyz;
  r.startHigh = ivec3(b.xyz);
  r.stepLow = c.xyz;
  r.stepHigh = ivec3(d.xyz);
  r.stepVoxels = vec3(r.stepHigh) + vec3(r.stepLow) * 2.3283064e-10;
  r.samples = int(a.w);
  r.interval = uintBitsToFloat(b.w);
  r.firstDistance = uintBitsToFloat(c.w);
  return r;
}

// Where a sample lies: its cell and how far in.
struct Place {
  ivec3 cell;
  vec3 fraction;
};

// How far some steps lead: before the point and behind it.
void walk(Ray r, int steps, out ivec3 whole, out uvec3 below) {
  uvec3 carry;
  umulExtended(r.stepLow, uvec3(uint(steps)), carry, below);
  whole = r.stepHigh * steps + ivec3(carry);
}

Place place(Ray r, int j) {
  int inGroup = j % GROUP;
  ivec3 whole;
  uvec3 below;
  walk(r, j - inGroup, whole, below);
  uvec3 carry;
  below = uaddCarry(below, r.startLow, carry);
  ivec3 cell = whole + r.startHigh + ivec3(carry);
  uvec3 fraction = below >> 8;
  walk(r, inGroup, whole, below);
  fraction += below >> 8;
  cell += whole + ivec3(fraction >> 24);
  return Place(cell, vec3(fraction & 0xffffffu) * 5.9604645e-8);
}

// The first sample from j on that lies in a block where something may be, or one behind the last.
int nextOccupied(Ray r, int j) {
  while (j < r.samples) {
    Place at = place(r, j);
    int empty = emptySteps(at.cell, vec3(at.cell) + at.fraction, r.stepVoxels);
    if (empty == 0) {
      return j;
    }
    j += empty;
  }
  return j;
}

// Moved into the cells: the outermost samples go on to the border of the box.
Place inside(Place at) {
  ivec3 last = max(ivec3(fieldSize) - 2, 0);
  bvec3 below = lessThan(at.cell, ivec3(0));
  bvec3 above = greaterThan(at.cell, last);
  vec3 fraction = mix(mix(at.fraction, vec3(0.0), below), vec3(0.99999994), above);
  return Place(clamp(at.cell, ivec3(0), last), fraction);
}

// The eight voxels around a cell, x fastest.
void corners(ivec3 cell, out int voxel[8]) {
  ivec3 size = ivec3(fieldSize);
  ivec3 up = ivec3(1, size.x, size.x * size.y) * ivec3(notEqual(size, ivec3(1)));
  int first = (cell.z * size.y + cell.y) * size.x + cell.x;
  for (int k = 0; k < 8; k++) {
    voxel[k] = first + (k & 1) * up.x + ((k >> 1) & 1) * up.y + (k >> 2) * up.z;
  }
}

vec4 between(vec4 a, vec4 b, float fraction) {
  return a + (b - a) * fraction;
}

vec4 interpolated(int voxel[8], vec3 f) {
  vec4 left = between(
      between(stored[voxel[0]], stored[voxel[2]], f.y), between(stored[voxel[4]], stored[voxel[6]], f.y), f.z);
  vec4 right = between(
      between(stored[voxel[1]], stored[voxel[3]], f.y), between(stored[voxel[5]], stored[voxel[7]], f.y), f.z);
  return between(left, right, f.x);
}
