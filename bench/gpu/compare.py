#!/usr/bin/python3
"""Times SceneRemix on a graphics card, on the processor, and a plain PyTorch program that does the same work.

    python3 bench/gpu/compare.py scene.grid [--backend gl|cuda] [--device cuda|cpu]

Needs PyTorch, NumPy and Pillow. Prints, and with --json writes,

- rays a second, forward and with the adjoint, of a fog in which every sample counts (step 0.5 voxels), in batches of
  65536 random rays; for SceneRemix all transfers are included, the PyTorch program leaves everything on its device;
- iterations a second of the finest stage of a training at each resolution (crops of 24 voxels, two generated and one
  reconstructed a step, two critics, R1 every fifth iteration, 32 traced patches, Adam).

The PyTorch program is plain: grid_sample, cumprod and autograd for the tracer, conv3d and conv2d for the networks, in float32
(--tf32 lets it round). That it traces the same field is checked first, by a picture of the scene. It trains on random
numbers: its losses mean nothing, its time does not depend on them.
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
TRAINING_STEP = 0.7  # of the training's patches
FIELD_OF_VIEW = 0.6911
PATCHES, EDGE = 32, 11
BATCH, WIDTH, MARGIN = 2, 32, 3
R1_INTERVAL = 5
SLOPE = 0.2


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


# ---- the training ----

class Generator(torch.nn.Module):
    """Five convolutions, LeakyReLU and pixel norm between them."""

    def __init__(self):
        super().__init__()
        channels = [5] + 4 * [WIDTH] + [4]
        self.layers = torch.nn.ModuleList(torch.nn.Conv3d(a, b, 3) for a, b in zip(channels, channels[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.leaky_relu(layer(x), SLOPE)
            x = x * torch.rsqrt((x * x).mean(1, keepdim=True) + 1e-8)
        return self.layers[-1](x)


def critic(convolution):
    layer = lambda a, b: convolution(a, b, 3)
    return torch.nn.Sequential(layer(4, WIDTH), torch.nn.LeakyReLU(SLOPE), layer(WIDTH, WIDTH),
                               torch.nn.LeakyReLU(SLOPE), layer(WIDTH, 1))


class Training:
    """One stage's networks, and an iteration of them."""

    def __init__(self, size, crop, device):
        """size: voxels of the scene at the stage, x, y, z; crop: longest edge of a sample."""
        self.device = device
        self.crop = [min(crop, extent) for extent in size[::-1]]
        # critics see some emptiness around an axis that is covered whole
        self.pad = [MARGIN * (crop == extent) for crop, extent in zip(self.crop, size[::-1])]
        self.generator = Generator().to(device)
        self.average = Generator().to(device)
        self.volumes = critic(torch.nn.Conv3d).to(device)
        self.pictures = critic(torch.nn.Conv2d).to(device)
        adam = lambda network: torch.optim.Adam(network.parameters(), 5e-4, (0.5, 0.999))
        self.steps = [adam(network) for network in (self.generator, self.volumes, self.pictures)]
        self.high = torch.tensor(self.crop[::-1], dtype=torch.float32, device=device)
        count = BATCH + 1
        self.input = torch.randn(count, 5, *[extent + 10 for extent in self.crop], device=device)
        self.base = torch.rand(count, 4, *self.crop, device=device) * 2 - 1
        self.real = torch.rand(count, 4, *self.crop, device=device) * 2 - 1
        self.iteration = 0

    def look(self, volumes, rays):
        """Patches [n * patches, 4, edge, edge] of volumes, in [-1, 1]."""
        traced = [trace(volume[None], torch.zeros_like(self.high), self.high, 4.0, *rays, TRAINING_STEP)
                  for volume in volumes]
        return torch.cat(traced).reshape(-1, EDGE, EDGE, 4).permute(0, 3, 1, 2) * 2 - 1

    def patches(self):
        """Rays of the patches of one volume, a voxel apart at their targets."""
        count = PATCHES // BATCH
        target = torch.rand(count, 1, 3, device=self.device) * self.high
        eye = target + F.normalize(torch.randn(count, 1, 3, device=self.device), dim=2) * 4 * self.high.max()
        offset = torch.randn(count, 2, 3, device=self.device)
        step = torch.arange(EDGE, device=self.device) - (EDGE - 1) / 2
        row, column = (axis.reshape(1, -1, 1) for axis in torch.meshgrid(step, step, indexing="ij"))
        points = target + row * F.normalize(offset[:, :1], dim=2) + column * F.normalize(offset[:, 1:], dim=2)
        return eye.expand_as(points).reshape(-1, 3), F.normalize(points - eye, dim=2).reshape(-1, 3)

    def seen(self, volumes):
        z, y, x = self.pad
        return F.pad(volumes, (x, x, y, y, z, z))

    def step_critic(self, network, step, real, made):
        step.zero_grad(set_to_none=True)
        penalised = self.iteration % R1_INTERVAL == 0
        real = real.detach().requires_grad_(penalised)
        scores = network(real)
        loss = F.softplus(-scores).mean() + F.softplus(network(made.detach())).mean()
        if penalised:
            slope, = torch.autograd.grad(scores.sum(), real, create_graph=True)
            loss = loss + 0.05 * R1_INTERVAL / 2 * slope.square().sum(1).mean()
        loss.backward()
        step.step()

    def run(self):
        step, step3d, step2d = self.steps
        made = self.base + self.generator(self.input)
        rays = [self.patches() for _ in range(BATCH + 1)]
        with torch.no_grad():
            real_seen = [self.look(self.real[i:i + 1], rays[i]) for i in range(BATCH + 1)]
        made_seen = [self.look(made[i:i + 1], rays[i]) for i in range(BATCH + 1)]
        real_pictures, made_pictures = torch.cat(real_seen[:BATCH]), torch.cat(made_seen[:BATCH])
        real_volumes, made_volumes = self.seen(self.real[:BATCH]), self.seen(made[:BATCH])
        self.step_critic(self.volumes, step3d, real_volumes, made_volumes)
        self.step_critic(self.pictures, step2d, real_pictures, made_pictures)
        loss = (F.softplus(-self.volumes(made_volumes)).mean()
                + 0.3 * F.softplus(-self.pictures(made_pictures)).mean()
                + 10 * F.mse_loss(made[BATCH], self.real[BATCH]) + 10 * F.mse_loss(made_seen[BATCH], real_seen[BATCH])
                + 10 * F.mse_loss(made[:BATCH], self.real[:BATCH]))
        step.zero_grad(set_to_none=True)
        loss.backward()
        step.step()
        with torch.no_grad():
            for mean, value in zip(self.average.parameters(), self.generator.parameters()):
                mean.lerp_(value, 0.02)
        self.iteration += 1


def remix_iterations(options, resolution, arguments, folder):
    """Iterations a second of a training's finest stage, and the size of the scene there."""
    model = Path(tempfile.mkdtemp(dir=folder)) / "model"
    remix("train", options.scene, "--resolution", resolution, "--iterations", options.iterations, "--crop", options.crop,
          "--out", model, "-q", *arguments)
    lines = [json.loads(line) for line in (model / "log" / "metrics.jsonl").read_text().splitlines()]
    last = max(line["stage"] for line in lines)
    # the first ten iterations compile and warm up
    timed = [line for line in lines if line["stage"] == last and line["iteration"] >= 10 and "event" not in line]
    if len(timed) < 2:
        raise SystemExit("too few iterations to be timed; ask for more than %d" % options.iterations)
    speed = (timed[-1]["iteration"] - timed[0]["iteration"]) / (timed[-1]["seconds"] - timed[0]["seconds"])
    return speed, json.loads((model / "model.json").read_text())["stages"][last]


def compare(options, folder):
    device = torch.device(options.device)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "%d threads" % torch.get_num_threads()
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.tf32
    torch.backends.cudnn.benchmark = True
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
    for resolution in options.training:
        tracer = "cpu" if options.backend == "cpu" else "gpu"
        card, size = remix_iterations(options, resolution, ("--backend", options.backend, "--tracer", tracer), folder)
        processor, _ = remix_iterations(options, resolution, ("--backend", "cpu", "--tracer", "cpu"), folder)
        training = Training(size, options.crop, device)
        pytorch = rate(training.run, 1, device, options.seconds)
        add("training, finest stage of %d: %s" % (resolution, "x".join(map(str, size))), "iterations/s", card,
            processor, pytorch)
    return {"torch": torch.__version__, "device": name, "backend": options.backend, "figures": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", help="a grid file, to train on")
    parser.add_argument("--backend", choices=("gl", "cuda", "cpu"), default="gl",
                        help="of our networks (gl); cpu to try this program out without a card")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="of PyTorch")
    parser.add_argument("--resolutions", type=int, nargs="*", default=[64, 128], help="of the fog: 64, 128, or none")
    parser.add_argument("--training", type=int, nargs="*", default=[64, 128], help="resolutions that are trained")
    parser.add_argument("--crop", type=int, default=24, help="longest edge of what is trained on, voxels (24)")
    parser.add_argument("--iterations", type=int, default=60, help="of the coarsest stage of a training (60)")
    parser.add_argument("--seconds", type=float, default=5, help="of each of PyTorch's measurements (5)")
    parser.add_argument("--divisor", type=int, default=1,
                        help="let PyTorch trace the batch in so many parts, where its memory does not hold it")
    parser.add_argument("--tf32", action="store_true", help="let PyTorch round products to TF32")
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
