// The field of a voxel grid: the very one that VoxelGrid defines. Stored values are interpolated trilinearly first and
// activated after. Who includes this says where the values are, by reachAt.

uniform vec3 fieldSize;     // voxels along each axis
uniform vec3 fieldVoxel;    // edges of a voxel, world units
uniform float densityScale; // extinction of stored density 1, per world unit

const float BLOCK = 4.0; // edge of a block in cells (between voxel centres); as Occupancy.LOG_EDGE has it

// What rounding may shift a position by, in voxels: jumps end as much too early.
const float MARGIN = 1e-4;

// Distance from a block to the nearest one in which something may be, as Occupancy has it: 0 for such a one.
int reachAt(ivec3 block);

// Activated colour of a stored one.
vec3 colourOf(vec4 stored) {
  return clamp(0.5 * stored.rgb + 0.5, 0.0, 1.0);
}

// Where density falls, in world axes, of unit length; 0 where it is even: as TracedRays defines the normal of a sample.
// Given are the densities of the lower and the upper four voxels of its cell, x fastest, and how far in it lies.
vec3 normalOf(vec4 low, vec4 high, vec3 f) {
  vec4 level = mix(low, high, f.z);
  vec4 rise = high - low;
  vec3 slope = vec3(
      mix(level.y - level.x, level.w - level.z, f.y),
      mix(level.z - level.x, level.w - level.y, f.x),
      mix(mix(rise.x, rise.y, f.x), mix(rise.z, rise.w, f.x), f.y)) / fieldVoxel;
  float norm = length(slope);
  return norm > 0.0 ? -slope / norm : vec3(0.0);
}

// The steps from q on, dp each, that certainly stay in empty blocks; at least one if there are any, 0 where something
// may be. Positions are in voxels from the centre of the first one; q lies in the given cell.
int emptySteps(ivec3 cell, vec3 q, vec3 dp) {
  vec3 lastCell = max(fieldSize - 2.0, 0.0);
  vec3 block = floor(clamp(vec3(cell), vec3(0.0), lastCell) / BLOCK);
  float reach = float(reachAt(ivec3(block)));
  if (reach == 0.0) {
    return 0;
  }
  vec3 lastBlock = floor(lastCell / BLOCK);
  vec3 low = block - (reach - 1.0);
  vec3 high = block + reach;
  // the outermost cells go on to the border of the box
  low = mix(BLOCK * low + MARGIN, vec3(-1e9), lessThanEqual(low, vec3(0.0)));
  high = mix(BLOCK * high - MARGIN, vec3(1e9), greaterThan(high, lastBlock));
  vec3 face = mix(low, high, greaterThan(dp, vec3(0.0)));
  vec3 steps = mix((face - q) / dp, vec3(1e9), lessThan(abs(dp), vec3(1e-9)));
  return int(clamp(min(steps.x, min(steps.y, steps.z)), 0.0, 1e6)) + 1;
}
