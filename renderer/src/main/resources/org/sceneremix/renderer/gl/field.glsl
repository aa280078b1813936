// The field of a voxel grid: the very one that VoxelGrid defines. Stored values are interpolated trilinearly first and
// activated after. Positions are in voxels from the lowest corner of the box, so that samples lie at halves.

uniform sampler3D fieldSamples; // stored red, green, blue, density; linear, clamped to the edge
uniform vec3 fieldSize;         // voxels along each axis
uniform vec3 fieldMin;          // lowest corner of the box, world units
uniform vec3 fieldVoxel;        // edges of a voxel, world units
uniform float densityScale;     // extinction of stored density 1, per world unit

// Number of blocks around a block, itself included, in which nothing can be: 0 where something may be.
uniform usampler3D emptyReach;
const float BLOCK = 4.0; // edge of a block in cells (between voxel centres); as EmptyReach.EDGE

vec3 toField(vec3 world) {
  return (world - fieldMin) / fieldVoxel;
}

vec4 storedAt(vec3 p) {
  return texture(fieldSamples, p / fieldSize);
}

// Activated colour of a stored one.
vec3 colourOf(vec4 stored) {
  return clamp(0.5 * stored.rgb + 0.5, 0.0, 1.0);
}

float densityOf(ivec3 voxel) {
  return texelFetch(fieldSamples, voxel, 0).a;
}

// Where density falls, in world axes, of unit length; 0 where it is even: as TracedRays defines the normal of a sample.
vec3 normalAt(vec3 p) {
  vec3 q = clamp(p - 0.5, vec3(0.0), fieldSize - 1.0);
  vec3 cell = min(floor(q), max(fieldSize - 2.0, 0.0));
  vec3 f = q - cell;
  ivec3 a = ivec3(cell);
  ivec3 b = min(a + 1, ivec3(fieldSize) - 1);
  vec4 low = vec4(densityOf(a), densityOf(ivec3(b.x, a.yz)), densityOf(ivec3(a.x, b.y, a.z)), densityOf(ivec3(b.xy, a.z)));
  vec4 high = vec4(densityOf(ivec3(a.xy, b.z)), densityOf(ivec3(b.x, a.y, b.z)), densityOf(ivec3(a.x, b.yz)), densityOf(b));
  vec4 level = mix(low, high, f.z);
  vec4 rise = high - low;
  vec3 slope = vec3(
      mix(level.y - level.x, level.w - level.z, f.y),
      mix(level.z - level.x, level.w - level.y, f.x),
      mix(mix(rise.x, rise.y, f.x), mix(rise.z, rise.w, f.x), f.y)) / fieldVoxel;
  float norm = length(slope);
  return norm > 0.0 ? -slope / norm : vec3(0.0);
}

// The steps from p on, dp each, that certainly stay in empty blocks; at least one if there are any, 0 where something
// may be.
int emptySteps(vec3 p, vec3 dp) {
  vec3 lastCell = max(fieldSize - 2.0, 0.0);
  vec3 q = p - 0.5;
  vec3 block = floor(clamp(floor(q), vec3(0.0), lastCell) / BLOCK);
  float reach = float(texelFetch(emptyReach, ivec3(block), 0).r);
  if (reach == 0.0) {
    return 0;
  }
  vec3 lastBlock = floor(lastCell / BLOCK);
  vec3 low = block - (reach - 1.0);
  vec3 high = block + reach;
  // the outermost cells go on to the border of the box
  low = mix(BLOCK * low, vec3(-1e9), lessThanEqual(low, vec3(0.0)));
  high = mix(BLOCK * high, vec3(1e9), greaterThan(high, lastBlock));
  vec3 face = mix(low, high, greaterThan(dp, vec3(0.0)));
  vec3 steps = mix((face - q) / dp, vec3(1e9), lessThan(abs(dp), vec3(1e-9)));
  return int(clamp(min(steps.x, min(steps.y, steps.z)), 0.0, 1e6)) + 1;
}
