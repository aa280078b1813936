package org.sceneremix.volume.export;

import java.io.IOException;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.GridSource;

/**
 * A grid in other units: its box is larger by a factor, and its extinction per unit smaller, so
 * that light passes it as before.
 */
public final class ScaledGrid implements GridSource {

  private final GridSource grid;
  private final Aabb box;
  private final float densityScale;

  /**
   * @param factor units of the result that one unit of the grid becomes
   * @throws IllegalArgumentException if it is not positive, or numbers would become too large or
   *     too small
   */
  public ScaledGrid(GridSource grid, double factor) {
    this.grid = grid;
    this.densityScale = (float) (grid.densityScale() / factor);
    Aabb b = grid.box();
    boolean isUsable = factor > 0 && Double.isFinite(factor * b.diagonal());
    if (!isUsable || !(densityScale >= Float.MIN_NORMAL) || Float.isInfinite(densityScale)) {
      throw new IllegalArgumentException(
          "a scale is a positive number that leaves the scene of a usable size, such as 100, not "
              + factor);
    }
    this.box =
        new Aabb(
            factor * b.minX(),
            factor * b.minY(),
            factor * b.minZ(),
            factor * b.maxX(),
            factor * b.maxY(),
            factor * b.maxZ());
  }

  @Override
  public GridSize size() {
    return grid.size();
  }

  @Override
  public Aabb box() {
    return box;
  }

  @Override
  public float densityScale() {
    return densityScale;
  }

  @Override
  public void read(SliceReader reader) throws IOException {
    grid.read(reader);
  }
}
