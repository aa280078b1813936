package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.volume.GridSize;

/**
 * Two independent fields mixed with constant variance; see {@link Latents#mixed}.
 *
 * @param a the field where the share is 0
 * @param b the field where the share is 1
 * @param share of the second, by place
 */
record MixedLatents(Latents a, Latents b, Share share) implements Latents {

  MixedLatents {
    Objects.requireNonNull(a, "a");
    Objects.requireNonNull(b, "b");
    Objects.requireNonNull(share, "share");
  }

  @Override
  public boolean present(int stage) {
    return a.present(stage) || b.present(stage);
  }

  @Override
  public void addTo(
      int stage, GridSize size, int x, int y, int z, float amplitude, float[] out, int offset) {
    double t = share.at((x + 0.5) / size.nx(), (y + 0.5) / size.ny(), (z + 0.5) / size.nz());
    double angle = Math.max(0, Math.min(1, t)) * (Math.PI / 2);
    add(a, stage, size, x, y, z, (float) (amplitude * Math.cos(angle)), out, offset);
    add(b, stage, size, x, y, z, (float) (amplitude * Math.sin(angle)), out, offset);
  }

  private static void add(
      Latents field,
      int stage,
      GridSize size,
      int x,
      int y,
      int z,
      float amplitude,
      float[] out,
      int offset) {
    if (amplitude != 0 && field.present(stage)) {
      field.addTo(stage, size, x, y, z, amplitude, out, offset);
    }
  }
}
