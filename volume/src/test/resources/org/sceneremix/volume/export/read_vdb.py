import numpy as np
import pyopenvdb
from field import colour, extinction, low, nx, ny, nz, same, voxel

grids, metadata = pyopenvdb.readAll("field.vdb")
same("grids", sorted(g.name for g in grids) == ["color", "density"], True)
density = pyopenvdb.read("field.vdb", "density")
color = pyopenvdb.read("field.vdb", "color")
for grid in (density, color):
    for index in ((0, 0, 0), (3, 1, 2)):
        centre = low + voxel * (np.array(index) + 0.5)
        same("world position", grid.transform.indexToWorld(index), centre, 1e-9)
found = np.full((nx, ny, nz), np.nan, np.float32)
density.copyToArray(found)
occupied = (extinction > 0).transpose(2, 1, 0)
same("density", found, extinction.transpose(2, 1, 0), 1e-6)
same("active voxels", density.activeVoxelCount(), occupied.sum())
near = np.zeros((nx + 2, ny + 2, nz + 2), bool)
for x in range(3):
    for y in range(3):
        for z in range(3):
            near[x:x + nx, y:y + ny, z:z + nz] |= occupied
near = near[1:-1, 1:-1, 1:-1]
found = np.full((nx, ny, nz, 3), np.nan, np.float32)
color.copyToArray(found)
same("colour", found, colour.transpose(2, 1, 0, 3) * near[..., None], 1e-6)
same("active colours", color.activeVoxelCount(), near.sum())
