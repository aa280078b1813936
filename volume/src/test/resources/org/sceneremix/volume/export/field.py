"""The field of a test's grid: raw samples and a description, beside this script."""
import json
import numpy as np

description = json.load(open("field.json"))
nx, ny, nz = description["size"]
low = np.array(description["box"][:3])
high = np.array(description["box"][3:])
voxel = (high - low) / (nx, ny, nz)
samples = np.fromfile("field.f32", "<f4").reshape(nz, ny, nx, 4)
colour = np.clip((samples[..., :3] + 1) / 2, 0, 1)
extinction = description["densityScale"] * np.maximum(samples[..., 3], 0)


def same(name, found, expected, tolerance=0):
    if not np.allclose(found, expected, rtol=tolerance, atol=tolerance):
        raise SystemExit(f"{name}: {found} where {expected} is expected")
