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

// Stored density at a world point; -1, empty, outside the box.
float densityAt(vec3 world) {
  vec3 p = toField(world);
  return any(lessThan(p, vec3(0.0))) || any(greaterThan(p, fieldSize)) ? -1.0 : storedAt(p).a;
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
