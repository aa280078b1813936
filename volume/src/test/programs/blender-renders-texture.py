"""Blender renders textured.glb from the cameras of views/transforms.json and compares with the pictures there.

Prints the PSNR of each view; ends with status 1 if the mean is below the number after the folder.
"""
import json
import math
import os
import sys

import bpy
import mathutils
import numpy

# Debian's glTF importer is older than its numpy
numpy.bool = bool

folder, least = sys.argv[sys.argv.index("--") + 1:]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_scene.gltf(filepath=os.path.join(folder, "textured.glb"))
with open(os.path.join(folder, "views", "transforms.json")) as file:
    capture = json.load(file)

scene = bpy.context.scene
scene.render.engine = "CYCLES"
scene.cycles.samples = 16
scene.cycles.use_denoising = False
scene.view_settings.view_transform = "Standard"
scene.world = bpy.data.worlds.new("white")
scene.world.use_nodes = True
scene.world.node_tree.nodes["Background"].inputs[0].default_value = (1, 1, 1, 1)
camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
camera.data.sensor_fit = "HORIZONTAL"
camera.data.clip_start = 1e-3
scene.collection.objects.link(camera)
scene.camera = camera


def pixels(path):
    image = bpy.data.images.load(path)
    image.alpha_mode = "CHANNEL_PACKED"
    values = numpy.array(image.pixels[:]).reshape(image.size[1], image.size[0], 4)
    return values[..., :3]


found = []
for number, frame in enumerate(capture["frames"]):
    ours = pixels(os.path.join(folder, "views", frame["file_path"]))
    scene.render.resolution_y, scene.render.resolution_x = ours.shape[:2]
    camera.data.angle = frame.get("camera_angle_x", capture.get("camera_angle_x")) or 2 * math.atan(
        0.5 * ours.shape[1] / capture["fl_x"])
    camera.matrix_world = mathutils.Matrix(frame["transform_matrix"])
    scene.render.filepath = os.path.join(folder, f"blender-{number}.png")
    bpy.ops.render.render(write_still=True)
    error = numpy.mean((pixels(scene.render.filepath) - ours) ** 2)
    found.append(-10 * math.log10(error))
    print(f"view {number}: {found[-1]:.2f} dB")
print(f"mean: {numpy.mean(found):.2f} dB")
sys.exit(0 if numpy.mean(found) >= float(least) else 1)
