package org.sceneremix.viewer.gl;

import static org.lwjgl.opengl.GL33C.glFinish;

import java.util.Objects;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.viewer.picture.PictureStyle;

/**
 * A view of a grid that is coarse and quick while it changes, and sharpens while it rests: first in
 * full resolution, strip by strip so that nothing freezes, then with more rays through every pixel.
 */
public final class ProgressiveTrace implements AutoCloseable {

  /** Rays through a pixel of the finest picture. */
  private static final int RAYS = 8;

  /** Time that a picture may take while the view changes. */
  private static final double MOVING_SECONDS = 1 / 40.0;

  /** Time that refinement may take at once. */
  private static final double STRIP_SECONDS = 0.02;

  private final VolumePass pass;
  private final AdaptiveQuality quality;
  private RenderTarget coarse;
  private RenderTarget fine;
  private View view;
  private boolean fineIsWhole;

  /** Rays through each pixel that are done, and rows of the next. */
  private int rays;

  private int rows;
  private double secondsPerRow = 1e-4;

  /** Everything that a picture depends on; the same view again means rest. */
  private record View(GridTexture grid, Camera camera, Tracing tracing, int width, int height) {
    View {
      Objects.requireNonNull(grid, "grid");
    }
  }

  /**
   * @param pass draws; not closed with this
   */
  public ProgressiveTrace(VolumePass pass) {
    this(pass, quality(1));
  }

  /**
   * One of several views that change together.
   *
   * @param pass draws; not closed with this
   * @param quality of all of them
   */
  public ProgressiveTrace(VolumePass pass, AdaptiveQuality quality) {
    this.pass = Objects.requireNonNull(pass, "pass");
    this.quality = Objects.requireNonNull(quality, "quality");
  }

  /** The quality of so many views that change together, none of which then lags. */
  public static AdaptiveQuality quality(int views) {
    return new AdaptiveQuality(MOVING_SECONDS, views);
  }

  /**
   * Draws what time allows.
   *
   * @param tracing the finest that it comes to
   * @param width of the whole picture, pixels
   * @param height of the whole picture, pixels
   * @param moving whether the view is about to change again
   * @return the best picture that there is of the view; of any size
   */
  public RenderTarget update(
      GridTexture grid, Camera camera, Tracing tracing, int width, int height, boolean moving) {
    View next = new View(grid, camera, tracing, width, height);
    boolean changed = !next.equals(view);
    view = next;
    if (changed) {
      drawCoarse();
      restart();
    } else if (!moving) {
      refine();
    }
    return fineIsWhole ? fine : coarse;
  }

  /** Whether the view is as fine as it gets. */
  public boolean isFinished() {
    return view != null && rays >= RAYS;
  }

  private void restart() {
    fineIsWhole = false;
    rays = 0;
    rows = 0;
  }

  private void drawCoarse() {
    int width = Math.max(1, (int) Math.round(quality.scale() * view.width()));
    int height = Math.max(1, (int) Math.round(quality.scale() * view.height()));
    coarse = sized(coarse, width, height);
    // what is drawn before is not this picture's time
    glFinish();
    long begin = System.nanoTime();
    pass.draw(
        view.grid(),
        view.camera(),
        view.tracing().coarse(quality.step()),
        VolumePass.Part.all(coarse),
        coarse);
    glFinish();
    quality.took((System.nanoTime() - begin) * 1e-9);
  }

  private void refine() {
    fine = sized(fine, view.width(), view.height());
    double left = STRIP_SECONDS;
    while (rays < RAYS && left > 0) {
      int strip = (int) Math.max(8, left / secondsPerRow);
      strip = Math.min(strip, view.height() - rows);
      long begin = System.nanoTime();
      pass.draw(
          view.grid(),
          view.camera(),
          view.tracing(),
          new VolumePass.Part(
              rows, strip, PictureStyle.shiftX(rays), PictureStyle.shiftY(rays), 1.0 / (rays + 1)),
          fine);
      glFinish();
      double seconds = (System.nanoTime() - begin) * 1e-9;
      secondsPerRow = 0.5 * (secondsPerRow + seconds / strip);
      left -= seconds;
      rows += strip;
      if (rows == view.height()) {
        rows = 0;
        rays++;
        fineIsWhole = true;
      }
    }
  }

  private static RenderTarget sized(RenderTarget target, int width, int height) {
    if (target != null && target.width() == width && target.height() == height) {
      return target;
    }
    if (target != null) {
      target.close();
    }
    return new RenderTarget(width, height);
  }

  @Override
  public void close() {
    if (coarse != null) {
      coarse.close();
    }
    if (fine != null) {
      fine.close();
    }
  }
}
