#version 430 core

// How far rays may jump from each block of 4^3 cells, as EmptyReach and Occupancy say: first 0 for blocks where
// something may be and FARTHEST for the others, then, one axis after another, the least of what is near.

layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Grid { vec4 stored[]; };
layout(std430, binding = 1) readonly buffer Before { uint before[]; };
layout(std430, binding = 2) writeonly buffer After { uint after[]; };

uniform ivec3 voxels;
uniform ivec3 blocks;
uniform int axis; // 0, 1, 2 to spread along it; -1 to look at the grid

const int BLOCK = 4;
const int FARTHEST = 8; // farther jumps would save less than they cost

bool occupied(ivec3 block) {
  ivec3 first = BLOCK * block;
  ivec3 last = min(first + BLOCK, voxels - 1);
  for (int z = first.z; z <= last.z; z++) {
    for (int y = first.y; y <= last.y; y++) {
      for (int x = first.x; x <= last.x; x++) {
        if (stored[(z * voxels.y + y) * voxels.x + x].a > 0.0) {
          return true;
        }
      }
    }
  }
  return false;
}

void main() {
  int i = int(gl_GlobalInvocationID.x);
  if (i >= blocks.x * blocks.y * blocks.z) {
    return;
  }
  ivec3 block = ivec3(i % blocks.x, i / blocks.x % blocks.y, i / (blocks.x * blocks.y));
  if (axis < 0) {
    after[i] = occupied(block) ? 0u : uint(FARTHEST);
    return;
  }
  int stride = axis == 0 ? 1 : axis == 1 ? blocks.x : blocks.x * blocks.y;
  int nearest = int(before[i]);
  for (int d = 1; d < nearest; d++) {
    int below = block[axis] - d < 0 ? FARTHEST : int(before[i - d * stride]);
    int above = block[axis] + d >= blocks[axis] ? FARTHEST : int(before[i + d * stride]);
    nearest = min(nearest, max(d, min(below, above)));
  }
  after[i] = uint(nearest);
}
