"""Blender reads what `remix export` writes: counts, bounds and volume grids.

    apt-get install blender        (checked with Debian's Blender 3.4)
    ./remix export scene.grid --out /tmp/e/mesh.glb      and likewise mesh.ply, mesh.obj, field.vdb
    blender -b --python volume/src/test/programs/blender-reads-exports.py -- /tmp/e

Ends with status 1 if the three meshes differ, or a grid of the volume is missing.
"""
import os
import sys

import bpy
import numpy

# Debian's glTF importer is older than its numpy
numpy.bool = bool

folder = sys.argv[sys.argv.index("--") + 1]


def path(name):
    return os.path.join(folder, name)


def facts():
    for thing in bpy.data.objects:
        if thing.type == "MESH":
            corners = numpy.array([thing.matrix_world @ v.co for v in thing.data.vertices])
            colours = [a.name for a in thing.data.color_attributes]
            return (len(corners), len(thing.data.polygons), corners.min(0), corners.max(0), colours)


found = {}
for name, read in {
    "mesh.glb": lambda file: bpy.ops.import_scene.gltf(filepath=file),
    "mesh.ply": lambda file: bpy.ops.import_mesh.ply(filepath=file),
    "mesh.obj": lambda file: bpy.ops.wm.obj_import(filepath=file, forward_axis="Y", up_axis="Z"),
}.items():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    read(path(name))
    found[name] = facts()
    print(name, *found[name])

first = found["mesh.ply"]
same = all(
    f[:2] == first[:2] and numpy.allclose(f[2:4], first[2:4], atol=1e-5) and f[4]
    for f in found.values())
bpy.ops.object.volume_import(filepath=path("field.vdb"))
volume = bpy.context.object.data
volume.grids.load()
grids = sorted((g.name, g.data_type) for g in volume.grids)
print("field.vdb", grids)
same &= grids == [("color", "VECTOR_FLOAT"), ("density", "FLOAT")]
print("as expected" if same else "NOT as expected")
sys.exit(0 if same else 1)
