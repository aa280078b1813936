#!/usr/bin/python3
"""Times VTK's CPU ray-cast mapper and SceneRemix's tracer on the same scene, camera, step and picture size.

    xvfb-run -a python3 bench/vtk/compare.py scene.grid [--size 800]

Needs Debian's python3-vtk9 and python3-numpy. VTK's vtkFixedPointVolumeRayCastMapper is what it renders volumes with on
the processor: fixed-point arithmetic, space leaping, early termination, threads. It gets four dependent
components of 8 bits, its own fast format (ours are floats), and is timed by whole renders.

VTK 9.1 leaps over blocks of such data that are not empty, so that parts of a scene are missing. An opacity of 1e-3 for the
byte 0 keeps it from leaping, and the picture is whole: both are timed, and each picture is compared with ours.
"""
import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  registers the window
import vtkmodules.vtkRenderingVolumeOpenGL2  # noqa: F401
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPiecewiseFunction
from vtkmodules.vtkIOImage import vtkPNGReader
from vtkmodules.vtkRenderingCore import (vtkRenderer, vtkRenderWindow, vtkVolume, vtkVolumeProperty,
                                         vtkWindowToImageFilter)
from vtkmodules.vtkRenderingVolume import vtkFixedPointVolumeRayCastMapper

FIELD_OF_VIEW = 0.6911  # these three as the picture benchmark has them
DIRECTION = np.array([1, 0.8, 0.7])
STEP = 0.5
NO_LEAPING = 1e-3


class Scene:
    """A grid that was exported for NumPy, and the camera that the picture benchmark looks at it with."""

    def __init__(self, npz):
        read = np.load(npz)
        self.samples = read["samples"]
        self.low, self.high = read["box"]
        self.scale = float(read["density_scale"])
        self.size = np.array(self.samples.shape[2::-1])
        self.spacing = (self.high - self.low) / self.size
        self.step = STEP * self.spacing.min()
        self.centre = (self.low + self.high) / 2
        distance = np.linalg.norm(self.high - self.low) / 2 / np.sin(FIELD_OF_VIEW / 2)
        self.eye = self.centre + DIRECTION / np.linalg.norm(DIRECTION) * distance

    def transforms(self, pixels):
        """The camera as transforms.json has it: OpenGL axes, z up."""
        back = (self.eye - self.centre) / np.linalg.norm(self.eye - self.centre)
        right = np.cross([0, 0, 1], back)
        right /= np.linalg.norm(right)
        pose = np.eye(4)
        pose[:3, :4] = np.stack([right, np.cross(back, right), back, self.eye], axis=1)
        frame = {"file_path": "view", "transform_matrix": pose.tolist()}
        return {"camera_angle_x": FIELD_OF_VIEW, "w": pixels, "h": pixels, "frames": [frame]}

    def image(self):
        """Bytes with one half for a density of 0: interpolation comes before activation, as in our field."""
        image = vtkImageData()
        image.SetDimensions(*map(int, self.size))
        image.SetSpacing(*self.spacing)
        image.SetOrigin(*(self.low + self.spacing / 2))
        stored = np.clip(np.rint((self.samples + 1) * 127.5), 0, 255).astype(np.uint8)
        image.GetPointData().SetScalars(numpy_to_vtk(stored.reshape(-1, 4), deep=True))
        return image

    def opacity(self, of_nothing):
        """Of a step, by byte."""
        opacity = vtkPiecewiseFunction()
        opacity.AddPoint(0, of_nothing)
        for byte in range(1, 256):
            extinction = self.scale * max(0.0, byte / 127.5 - 1)
            opacity.AddPoint(byte, 1 - np.exp(-extinction * self.step))
        return opacity


class Vtk:
    """A window with the scene in it."""

    def __init__(self, scene, pixels):
        self.mapper = vtkFixedPointVolumeRayCastMapper()
        self.mapper.SetInputData(scene.image())
        self.mapper.SetSampleDistance(scene.step)
        self.mapper.LockSampleDistanceToInputSpacingOff()
        self.mapper.AutoAdjustSampleDistancesOff()
        self.mapper.SetImageSampleDistance(1)
        self.property = vtkVolumeProperty()
        self.property.IndependentComponentsOff()
        self.property.SetInterpolationTypeToLinear()
        self.property.ShadeOff()
        self.property.SetScalarOpacityUnitDistance(scene.step)
        volume = vtkVolume()
        volume.SetMapper(self.mapper)
        volume.SetProperty(self.property)
        renderer = vtkRenderer()
        renderer.SetBackground(1, 1, 1)
        renderer.AddVolume(volume)
        self.window = vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetSize(pixels, pixels)
        self.window.SetMultiSamples(0)
        self.window.AddRenderer(renderer)
        self.camera = renderer.GetActiveCamera()
        self.camera.SetFocalPoint(*scene.centre)
        self.camera.SetPosition(*scene.eye)
        self.camera.SetViewUp(0, 0, 1)
        self.camera.SetViewAngle(np.degrees(FIELD_OF_VIEW))
        renderer.ResetCameraClippingRange()

    def milliseconds(self, threads, runs=15, unmeasured=3):
        """Of each of several renders; the camera moves a hair in between, or nothing would be done."""
        self.mapper.SetNumberOfThreads(threads)
        times = []
        for _ in range(unmeasured + runs):
            self.camera.Azimuth(1e-4)
            start = time.perf_counter()
            self.window.Render()
            times.append(1e3 * (time.perf_counter() - start))
        return np.array(times[unmeasured:])

    def picture(self):
        grab = vtkWindowToImageFilter()
        grab.SetInput(self.window)
        grab.ReadFrontBufferOff()
        grab.Update()
        return colours(grab.GetOutput())


def colours(image):
    """Red, green, blue, 0 to 255, rows from below."""
    return vtk_to_numpy(image.GetPointData().GetScalars())[:, :3].astype(float)


def read_png(path):
    reader = vtkPNGReader()
    reader.SetFileName(str(path))
    reader.Update()
    return colours(reader.GetOutput())


def remix(*arguments):
    command = [Path(__file__).resolve().parents[2] / "remix", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def compare(grid, pixels, folder):
    remix("export", grid, "--out", folder / "scene.npz", "-q")
    scene = Scene(folder / "scene.npz")
    cameras = folder / "transforms.json"
    cameras.write_text(json.dumps(scene.transforms(pixels)))
    remix("render", grid, "--cameras", cameras, "--background", "white", "--out", folder / "ours", "-q")
    picture = read_png(next((folder / "ours").rglob("*.png")))
    size = "picture %dx%d" % (pixels, pixels)
    figures = json.loads(remix("bench", "--json", "--filter=" + size, "--grid", grid))["benchmarks"]

    vtk = Vtk(scene, pixels)
    for leaping in (True, False):
        print("VTK leaps over empty space:" if leaping else "VTK does not leap:")
        vtk.property.SetScalarOpacity(scene.opacity(0 if leaping else NO_LEAPING))
        for threads, figure in enumerate(figures, start=1):
            times = vtk.milliseconds(threads)
            print("  %s: VTK %.0f ms (%.0f to %.0f), ours %.0f +- %.0f ms, %.1f times as fast"
                  % (figure["name"], np.median(times), times.min(), times.max(), figure["value"], figure["error"],
                     np.median(times) / figure["value"]))
        difference = np.mean((vtk.picture() - picture) ** 2)
        print("  the pictures agree to %.1f dB" % (10 * np.log10(255**2 / difference)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", help="a grid file")
    parser.add_argument("--size", type=int, choices=(200, 400, 800), default=800, help="pixels a side")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(options.scene, options.size, Path(folder))


if __name__ == "__main__":
    main()
