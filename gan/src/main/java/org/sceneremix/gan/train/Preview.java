package org.sceneremix.gan.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

/** Pictures of several grids side by side, all from one side and, below, from another. */
final class Preview {

  private static final int WIDTH = 240;
  private static final int HEIGHT = 180;
  private static final double FIELD_OF_VIEW = Math.toRadians(40);

  private Preview() {}

  /** Writes a PNG with two rows, one column a grid. */
  static void write(List<VoxelGrid> grids, VolumeTracer tracer, Path file) throws IOException {
    Image sheet = Image.transparent(WIDTH * grids.size(), 2 * HEIGHT);
    Intrinsics pinhole = Intrinsics.ofFieldOfView(WIDTH, HEIGHT, FIELD_OF_VIEW);
    for (int i = 0; i < grids.size(); i++) {
      VoxelGrid grid = grids.get(i);
      paste(
          picture(grid, new Orbit(3, 30).cameras(grid.box(), pinhole).get(0), tracer), sheet, i, 0);
      paste(
          picture(grid, new Orbit(3, 55).cameras(grid.box(), pinhole).get(1), tracer), sheet, i, 1);
    }
    ImageFiles.write(Compositing.over(sheet, 1, 1, 1), file);
  }

  private static Image picture(VoxelGrid grid, Camera camera, VolumeTracer tracer) {
    Rays rays = camera.rays();
    TracedRays traced = new TracedRays(rays.count());
    tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
    return Compositing.image(traced, WIDTH, HEIGHT);
  }

  private static void paste(Image picture, Image sheet, int column, int row) {
    for (int y = 0; y < HEIGHT; y++) {
      System.arraycopy(
          picture.rgba(),
          picture.index(0, y),
          sheet.rgba(),
          sheet.index(column * WIDTH, row * HEIGHT + y),
          WIDTH * Image.CHANNELS);
    }
  }
}
