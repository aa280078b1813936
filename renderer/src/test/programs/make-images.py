"""Writes the pictures that ForeignImagesTest reads, with programs that are not ours.

    apt-get install python3-pil libjpeg-turbo-progs        (made with Pillow 9.4 and libjpeg-turbo 2.1)
    python3 renderer/src/test/programs/make-images.py renderer/src/test/resources/org/sceneremix/renderer/image

Every picture shows, upright, the same 24x16 pixels: red, green (above), blue, white (below).
"""
import os
import subprocess
import sys

from PIL import Image, ImageOps

folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name)


upright = Image.new("RGB", (24, 16))
for y in range(16):
    for x in range(24):
        upright.putpixel((x, y), [(220, 30, 30), (30, 200, 40), (30, 40, 210), (240, 240, 240)][2 * (y >= 8) + (x >= 12)])

T = Image.Transpose
# what undoes the turn that each orientation asks for
inverse = {1: None, 2: T.FLIP_LEFT_RIGHT, 3: T.ROTATE_180, 4: T.FLIP_TOP_BOTTOM, 5: T.TRANSPOSE, 6: T.ROTATE_90, 7: T.TRANSVERSE, 8: T.ROTATE_270}
for number, turn in inverse.items():
    stored = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = number
    stored.save(path(f"orientation-{number}.jpg"), quality=95, subsampling=0, exif=exif)
    shown = ImageOps.exif_transpose(Image.open(path(f"orientation-{number}.jpg")))
    assert shown.size == upright.size and shown.getpixel((2, 2))[0] > 200 and shown.getpixel((20, 2))[1] > 180
stored = upright.transpose(inverse[6])
exif = Image.Exif()
exif[0x0112] = 6
stored.save(path("orientation-6.png"), exif=exif)
stored.save(path("orientation-6.tif"), tiffinfo={0x0112: 6})

ppm = path("upright.ppm")
upright.save(ppm)
for name, options in {
    "progressive-restart.jpg": ["-progressive", "-restart", "1"],
    "baseline-restart.jpg": ["-restart", "1B"],
    "progressive-subsampled.jpg": ["-progressive", "-sample", "2x2"],
    "progressive-grey.jpg": ["-grayscale", "-progressive", "-restart", "1"],
}.items():
    subprocess.run(["cjpeg", "-quality", "95", *options, "-outfile", path(name), ppm], check=True)
os.remove(ppm)

grey = Image.new("I;16", (4, 1))
for x, value in enumerate([0, 1, 0x1234, 0xFFFF]):
    grey.putpixel((x, 0), value)
grey.save(path("sixteen-bit-grey.png"))
