"""Blender reads what `blender.sh` exported: mesh.ply, mesh.obj, mesh.glb and field.vdb in a folder.

Ends with status 1 unless every mesh has the vertices, triangles and bounds that the bytes of mesh.ply say, with a
colour a vertex, and the volume its two grids, active where the mesh is.
"""
import os
import sys

import bpy
import mathutils
import numpy

# Debian's glTF importer is older than its numpy
numpy.bool = bool

folder = sys.argv[sys.argv.index("--") + 1]
failed = []


def path(name):
    return os.path.join(folder, name)


def same(name, found, expected, tolerance=0):
    print(name, found, "as expected" if numpy.allclose(found, expected, rtol=0, atol=tolerance) else f"NOT {expected}")
    if not numpy.allclose(found, expected, rtol=0, atol=tolerance):
        failed.append(name)


def ply():
    """Counts and bounds, read without Blender."""
    with open(path("mesh.ply"), "rb") as file:
        content = file.read()
    end = content.index(b"end_header\n") + len(b"end_header\n")
    header = content[:end].decode().split("\n")
    counts = [int(line.split()[2]) for line in header if line.startswith("element")]
    types = {"float": "<f4", "uchar": "u1"}
    vertex = numpy.dtype([(p[2], types[p[1]]) for p in map(str.split, header) if len(p) == 3 and p[0] == "property"])
    vertices = numpy.frombuffer(content, vertex, counts[0], end)
    corners = numpy.stack([vertices[axis] for axis in "xyz"], 1)
    return counts[0], counts[1], corners.min(0), corners.max(0)


def imported():
    meshes = [thing for thing in bpy.data.objects if thing.type == "MESH"]
    same("meshes", len(meshes), 1)
    corners = numpy.array([meshes[0].matrix_world @ v.co for v in meshes[0].data.vertices])
    same("layers of colours", len(meshes[0].data.color_attributes), 1)
    return len(corners), len(meshes[0].data.polygons), corners.min(0), corners.max(0)


vertices, triangles, low, high = ply()
for name, read in {
    "mesh.ply": lambda file: bpy.ops.import_mesh.ply(filepath=file),
    "mesh.obj": lambda file: bpy.ops.wm.obj_import(filepath=file, forward_axis="Y", up_axis="Z"),
    "mesh.glb": lambda file: bpy.ops.import_scene.gltf(filepath=file),
}.items():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    read(path(name))
    found = imported()
    same(name + " vertices", found[0], vertices)
    same(name + " triangles", found[1], triangles)
    same(name + " lower bounds", found[2], low, 1e-5)
    same(name + " upper bounds", found[3], high, 1e-5)

bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.object.volume_import(filepath=path("field.vdb"))
thing = bpy.context.object
thing.data.grids.load()
grids = sorted((grid.name, grid.data_type) for grid in thing.data.grids)
print("field.vdb", grids)
if grids != [("color", "VECTOR_FLOAT"), ("density", "FLOAT")]:
    failed.append("field.vdb grids")
bpy.context.view_layer.update()
corners = numpy.array([thing.matrix_world @ mathutils.Vector(corner) for corner in thing.bound_box])
voxel = numpy.abs(numpy.diag(numpy.array(thing.data.grids["density"].matrix_object)))[:3].max()
# colours are active one voxel farther out than density, and density where the mesh's level is not reached yet
same("field.vdb lower bounds", corners.min(0), low, 4 * voxel)
same("field.vdb upper bounds", corners.max(0), high, 4 * voxel)
print("NOT as expected: " + ", ".join(failed) if failed else "all as expected")
sys.exit(1 if failed else 0)
