#!/usr/bin/python3
"""Times SceneRemix's tracer on a graphics card, on the processor, and a plain PyTorch program that does the same work.

    python3 bench/gpu/compare.py scene.grid [--device cuda|cpu]

Needs PyTorch, NumPy and Pillow. Prints, and with --json writes, rays a second, forward and with the adjoint, of a fog in
which every sample counts (step 0.5 voxels), in batches of 65536 random rays; for SceneRemix all transfers are included, the
PyTorch program leaves everything on its device.

The PyTorch program is plain: grid_sample, cumprod and autograd, in float32. That it traces the same field is checked first,
by a picture of the scene.
"""
import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

RAYS = 65536  # a batch of the benchmark
STEP = 0.5  # voxels, of the tracer's benchmark
FIELD_OF_VIEW = 0.6911


PROGRAM = Path(__file__).resolve().parents[2] / "remix"


def remix(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit("remix %s failed, for the reason above" % arguments[0])
    return done.stdout


def wait(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def rate(work, count, device, seconds):
    """How much of what there is count of in a call is done a second."""
    for _ in range(3):
        work()
    wait(device)
    calls, start = 0, time.perf_counter()
    while calls < 3 or time.perf_counter() - start < seconds:
        work()
        wait(device)
        calls += 1
    return count * calls / (time.perf_counter() - start)


# ---- the tracer ----

def trace(field, low, high, scale, origins, directions, step):
    """Premultiplied colour and opacity [rays, 4].

    field: [1, 4, z, y, x]; low, high: corners of its box; scale: extinction of a density of 1;
    step: longest interval between samples, world units.
    """
    a, b = (low - origins) / directions, (high - origins) / directions
    near = torch.minimum(a, b).amax(1).clamp(min=0)
    length = (torch.maximum(a, b).amin(1) - near).clamp(min=0)
    counts = torch.ceil(length / step).clamp(min=1)
    index = torch.arange(int(counts.max()), device=origins.device)
    interval = length / counts
    t = near[:, None] + (index + 0.5) * interval[:, None]
    points = origins[:, None] + t[..., None] * directions[:, None]
    values = F.grid_sample(field, (2 * (points - low) / (high - low) - 1)[None, None], mode="bilinear",
                           padding_mode="border", align_corners=False)[0, :, 0]
    inside = index < counts[:, None]
    alpha = 1 - torch.exp(-scale * F.relu(values[3]) * interval[:, None] * inside)
    before = torch.cumprod(torch.cat([torch.ones_like(alpha[:, :1]), 1 - alpha[:, :-1]], 1), 1)
    weight = before * alpha
    colour = ((values[:3] + 1) / 2).clamp(0, 1)
    return torch.cat([(weight * colour).sum(2).t(), weight.sum(1, keepdim=True)], 1)


def random_rays(count, device):
    """From a hemisphere of cameras, as the benchmark draws them."""
    random = np.random.default_rng(3)
    azimuth, elevation = random.uniform(0, 2 * np.pi, count), random.uniform(0.2, 1.3, count)
    origins = 4 * np.stack([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation),
                            np.sin(elevation)], 1)
    directions = random.uniform([-0.9, -0.9, -0.9], [0.9, 0.9, 0.1], (count, 3)) - origins
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return [torch.tensor(part, dtype=torch.float32, device=device) for part in (origins, directions)]


def torch_rays(resolution, rays, device, seconds):
    """Rays a second, forward alone and with the adjoint."""
    field = torch.rand(1, 4, resolution, resolution, resolution, device=device, requires_grad=True)
    low, high = -torch.ones(3, device=device), torch.ones(3, device=device)
    origins, directions = random_rays(rays, device)
    towards = torch.randn(rays, 4, device=device)

    def forward():
        with torch.no_grad():
            trace(field, low, high, 0.05, origins, directions, STEP * 2 / resolution)

    def both():
        field.grad = None
        trace(field, low, high, 0.05, origins, directions, STEP * 2 / resolution).backward(towards)

    return rate(forward, rays, device, seconds), rate(both, rays, device, seconds)


def remix_rays(resolution, who):
    """Rays a second, forward alone and with the adjoint."""
    report = json.loads(remix("bench", "--json", "--filter", "dense %d^3, batch %s" % (resolution, who)))
    by_name = {row["name"]: 1e6 * row["value"] for row in report["benchmarks"]}
    both = [name for name in by_name if name.startswith("forward + adjoint")]
    forward = [name for name in by_name if name not in both]
    return by_name[forward[0]], by_name[both[0]]


# ---- the check ----

def check_picture(grid, folder, device, pixels=200):
    """Decibels between the PyTorch program's picture of a scene and ours, on white."""
    remix("export", grid, "--out", folder / "scene.npz", "-q")
    read = np.load(folder / "scene.npz")
    samples, (low, high) = read["samples"], read["box"]
    centre, spacing = (low + high) / 2, (high - low) / np.array(samples.shape[2::-1])
    back = np.array([1, 0.8, 0.7]) / np.linalg.norm([1, 0.8, 0.7])
    eye = centre + back * np.linalg.norm(high - low) / 2 / np.sin(FIELD_OF_VIEW / 2)
    right = np.cross([0, 0, 1], back)
    right /= np.linalg.norm(right)
    pose = np.eye(4)
    pose[:3] = np.stack([right, np.cross(back, right), back, eye], axis=1)
    frame = {"file_path": "view", "transform_matrix": pose.tolist()}
    cameras = folder / "transforms.json"
    cameras.write_text(json.dumps({"camera_angle_x": FIELD_OF_VIEW, "w": pixels, "h": pixels, "frames": [frame]}))
    remix("render", grid, "--cameras", cameras, "--background", "white", "--out", folder / "ours", "-q")
    from PIL import Image
    ours = np.asarray(Image.open(next((folder / "ours").rglob("*.png"))).convert("RGB")) / 255

    offset = (np.arange(pixels) + 0.5 - pixels / 2) * 2 / pixels * np.tan(FIELD_OF_VIEW / 2)
    column, row = np.meshgrid(offset, -offset)
    directions = column[..., None] * pose[:3, 0] + row[..., None] * pose[:3, 1] - back
    directions = (directions / np.linalg.norm(directions, axis=2, keepdims=True)).reshape(-1, 3)
    tensor = lambda array: torch.tensor(np.ascontiguousarray(array), dtype=torch.float32, device=device)
    with torch.no_grad():
        traced = trace(tensor(samples.transpose(3, 0, 1, 2))[None], tensor(low), tensor(high),
                       float(read["density_scale"]), tensor(eye).expand(pixels * pixels, 3), tensor(directions),
                       float(STEP * spacing.min()))
    theirs = (traced[:, :3] + 1 - traced[:, 3:]).cpu().numpy().reshape(pixels, pixels, 3)
    return 10 * np.log10(1 / np.mean((theirs - ours) ** 2))


def compare(options, folder):
    device = torch.device(options.device)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "%d threads" % torch.get_num_threads()
    print("PyTorch %s on %s (%s)" % (torch.__version__, device, name))
    print("The PyTorch program's picture of the scene is within %.1f dB of ours"
          % check_picture(options.scene, folder, device))
    rows = []

    def add(what, unit, card, processor, pytorch):
        rows.append({"what": what, "unit": unit, "card": card, "processor": processor, "pytorch": pytorch,
                     "cardToProcessor": card / processor, "cardToPytorch": card / pytorch})
        print("%-44s card %10.4g, processor %10.4g, PyTorch %10.4g %s; card / processor %.2f, card / PyTorch %.2f"
              % (what, card, processor, pytorch, unit, card / processor, card / pytorch), flush=True)

    for resolution in options.resolutions:
        card, processor = remix_rays(resolution, "gpu"), remix_rays(resolution, "cores")
        pytorch = torch_rays(resolution, RAYS // options.divisor, device, options.seconds)
        for i, what in enumerate(("tracer, forward", "tracer, forward + adjoint")):
            add("%s, %d^3" % (what, resolution), "rays/s", card[i], processor[i], pytorch[i])
    return {"torch": torch.__version__, "device": name, "figures": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", help="a grid file")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="of PyTorch")
    parser.add_argument("--resolutions", type=int, nargs="*", default=[64, 128], help="of the fog: 64, 128, or none")
    parser.add_argument("--seconds", type=float, default=5, help="of each of PyTorch's measurements (5)")
    parser.add_argument("--divisor", type=int, default=1,
                        help="let PyTorch trace the batch in so many parts, where its memory does not hold it")
    parser.add_argument("--remix", type=Path, help="the program, if not that of this working copy")
    parser.add_argument("--json", help="file for the figures")
    options = parser.parse_args()
    global PROGRAM
    PROGRAM = (options.remix or PROGRAM).resolve()
    with tempfile.TemporaryDirectory() as folder:
        figures = compare(options, Path(folder))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
