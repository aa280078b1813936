package org.sceneremix.gan.sheet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * Rows of scenes under their names, every scene seen from the same sides: from a low camera, below
 * that from a high one a third of a circle further.
 *
 * <pre>
 *   reference
 *   [low ]
 *   [high]
 *   remixes
 *   [low ] [low ] [low ]
 *   [high] [high] [high]
 * </pre>
 *
 * <p>The cameras stand at the same angles around the box of each scene, as near as shows all of it.
 * Scenes may differ in size; the background is white.
 */
public final class ContactSheet {

  /** Pixels of one picture. */
  public static final int WIDTH = 200;

  /** Pixels of one picture. */
  public static final int HEIGHT = 150;

  private static final double FIELD_OF_VIEW = Math.toRadians(40);
  private static final double[] ELEVATIONS = {30, 55};
  private static final int AROUND = 3;

  private final VolumeTracer tracer;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A sheet without rows.
   *
   * @param tracer makes the pictures; remains the caller's
   */
  public ContactSheet(VolumeTracer tracer) {
    this.tracer = tracer;
  }

  private record Row(String name, List<List<Image>> scenes) {}

  /**
   * Adds a row below the others; the pictures are made at once, so the grids may change later.
   *
   * @param name what is written above it; the sheet cuts off what is wider than itself
   * @param grids at least one
   * @throws IllegalArgumentException if there is none
   */
  public ContactSheet row(String name, List<VoxelGrid> grids) {
    if (grids.isEmpty()) {
      throw new IllegalArgumentException(
          "the row '" + name + "' has no scene; give at least one or leave it away");
    }
    rows.add(new Row(name, grids.stream().map(this::views).toList()));
    return this;
  }

  private List<Image> views(VoxelGrid grid) {
    List<Image> views = new ArrayList<>();
    for (int i = 0; i < ELEVATIONS.length; i++) {
      TracedRays traced = new TracedRays(WIDTH * HEIGHT);
      tracer.trace(grid, camera(grid.box(), i).rays(), TraceSettings.DEFAULT, traced);
      views.add(Compositing.over(Compositing.image(traced, WIDTH, HEIGHT), 1, 1, 1));
    }
    return views;
  }

  private static Camera camera(Aabb box, int view) {
    Intrinsics pinhole = Intrinsics.ofFieldOfView(WIDTH, HEIGHT, FIELD_OF_VIEW);
    return new Orbit(AROUND, ELEVATIONS[view]).cameras(box, pinhole).get(view);
  }

  /**
   * The sheet as it is now.
   *
   * @throws IllegalStateException if it has no row
   */
  public Image image() {
    int scenes =
        rows.stream()
            .mapToInt(row -> row.scenes().size())
            .max()
            .orElseThrow(() -> new IllegalStateException("the sheet has no row; add one first"));
    int rowHeight = Label.HEIGHT + ELEVATIONS.length * HEIGHT;
    Image sheet =
        Compositing.over(
            Image.transparent(WIDTH * scenes, Math.multiplyExact(rowHeight, rows.size())), 1, 1, 1);
    int top = 0;
    for (Row row : rows) {
      paste(Label.of(row.name(), sheet.width()), sheet, 0, top);
      for (int i = 0; i < row.scenes().size(); i++) {
        for (int view = 0; view < ELEVATIONS.length; view++) {
          paste(
              row.scenes().get(i).get(view), sheet, i * WIDTH, top + Label.HEIGHT + view * HEIGHT);
        }
      }
      top += rowHeight;
    }
    return sheet;
  }

  /**
   * Writes the sheet as an image file, in the format that the name ends in.
   *
   * @throws IllegalStateException if it has no row
   */
  public void write(Path file) throws IOException {
    ImageFiles.write(image(), file);
  }

  static void paste(Image picture, Image sheet, int left, int top) {
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(
          picture.rgba(),
          picture.index(0, y),
          sheet.rgba(),
          sheet.index(left, top + y),
          picture.width() * Image.CHANNELS);
    }
  }
}
