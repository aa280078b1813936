// Places of elements in a batch of volumes [n][z][y][x][channel].

// x, y, z of a voxel of a batch, and the number of its volume.
ivec4 placeOf(int voxel, ivec3 size) {
  int row = voxel / size.x;
  int layer = row / size.y;
  return ivec4(voxel % size.x, row % size.y, layer % size.z, layer / size.z);
}

int voxelAt(ivec3 at, int volume, ivec3 size) {
  return ((volume * size.z + at.z) * size.y + at.y) * size.x + at.x;
}

bool isInside(ivec3 at, ivec3 size) {
  return all(greaterThanEqual(at, ivec3(0))) && all(lessThan(at, size));
}
