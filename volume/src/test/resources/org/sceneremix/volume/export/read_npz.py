import numpy as np
from field import description, high, low, same, samples

archive = np.load("field.npz", allow_pickle=False)
same("names", sorted(archive) == ["box", "density_scale", "samples"], True)
same("type", archive["samples"].dtype == np.float32, True)
same("samples", archive["samples"], samples)
same("box", archive["box"], [low, high])
same("density scale", archive["density_scale"], np.float32(description["densityScale"]))
same("shape of the scale", archive["density_scale"].shape == (), True)
