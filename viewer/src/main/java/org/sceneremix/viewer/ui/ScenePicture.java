package org.sceneremix.viewer.ui;

import java.util.Optional;
import java.util.OptionalInt;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.viewer.gl.GridTexture;
import org.sceneremix.viewer.gl.ImageTexture;
import org.sceneremix.viewer.gl.PresentPass;
import org.sceneremix.viewer.gl.ProgressiveTrace;
import org.sceneremix.viewer.gl.RenderTarget;
import org.sceneremix.viewer.gl.Tracing;
import org.sceneremix.viewer.gl.VolumePass;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.LookSettings.Backdrop;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Picture of the scenes on show: their data on the graphics device, and its drawing. */
final class ScenePicture implements AutoCloseable {

  private static final long PHOTOGRAPH = -1;

  private final Session session;
  private final VolumePass pass = new VolumePass();
  private final PresentPass present = new PresentPass();
  private final ProgressiveTrace shownTrace = new ProgressiveTrace(pass);
  private final ProgressiveTrace comparedTrace = new ProgressiveTrace(pass);
  private final Images images = new Images();
  private GridTexture shown;
  private GridTexture compared;

  /** In place of a scene where there are photographs only. */
  private RenderTarget nothing;

  /** Needs a current context. */
  ScenePicture(Session session) {
    this.session = session;
  }

  /** Whether the next frame will be finer than this one. */
  boolean isRefining() {
    return (shown != null && !shownTrace.isFinished())
        || (compared != null && !comparedTrace.isFinished());
  }

  /**
   * Draws the picture into the window.
   *
   * @param viewport where in the window
   * @param moving whether the camera is about to move again
   * @param split share of the picture that shows the compared scene
   */
  void draw(PresentPass.Viewport viewport, boolean moving, double split) {
    takeGrids();
    int width = viewport.width();
    int height = viewport.height();
    Camera camera = session.viewpoint().camera().camera(width, height);
    LookSettings look = session.state().look();
    Optional<PresentPass.Overlay> photograph = photograph(camera);
    if (shown == null && photograph.isEmpty()) {
      return;
    }
    RenderTarget after = shown == null ? nothing() : trace(shownTrace, shown, camera, look, moving);
    RenderTarget before = after;
    double splitAt = 0;
    if (compared != null) {
      before = trace(comparedTrace, compared, camera, look, moving);
      splitAt = split * width;
    }
    present.draw(before, after, viewport, style(look, splitAt, photograph));
  }

  /** What a look says of backdrop and light. */
  static PresentPass.Style style(
      LookSettings look, double splitAt, Optional<PresentPass.Overlay> photograph) {
    return new PresentPass.Style(
        look.red(),
        look.green(),
        look.blue(),
        look.backdrop() == Backdrop.CHECKER,
        Math.pow(2, look.exposure()),
        splitAt,
        photograph);
  }

  private RenderTarget nothing() {
    if (nothing == null) {
      nothing = new RenderTarget(1, 1);
      nothing.clear();
    }
    return nothing;
  }

  private RenderTarget trace(
      ProgressiveTrace trace,
      GridTexture texture,
      Camera camera,
      LookSettings look,
      boolean moving) {
    Aabb cut = look.cutting() ? look.cut().in(texture.grid().box()) : Tracing.EVERYTHING;
    return trace.update(
        texture,
        camera,
        Tracing.fine(look.mode(), look.lighting(), cut),
        camera.intrinsics().width(),
        camera.intrinsics().height(),
        moving);
  }

  /** The grids that the session shows; the ones before while new ones are being made. */
  private void takeGrids() {
    Optional<VoxelGrid> now = session.scenes().seenGrid();
    if (now.isPresent()) {
      shown = uploaded(shown, now.get());
    } else if (session.state().shown().isEmpty() && shown != null) {
      shown.close();
      shown = null;
    }
    Optional<VoxelGrid> other =
        session.state().compared().isPresent()
            ? session.scenes().seenGrid(session.state().compared().getAsLong())
            : Optional.empty();
    if (other.isPresent()) {
      compared = uploaded(compared, other.get());
    } else if (compared != null) {
      compared.close();
      compared = null;
    }
  }

  private static GridTexture uploaded(GridTexture texture, VoxelGrid grid) {
    if (texture != null && texture.grid() == grid) {
      return texture;
    }
    GridTexture fresh = new GridTexture(grid);
    if (texture != null) {
      texture.close();
    }
    return fresh;
  }

  /** The photograph of the capture's camera that is looked through, where its pixels belong. */
  private Optional<PresentPass.Overlay> photograph(Camera camera) {
    Optional<Image> image = session.captureCameras().photograph();
    OptionalInt index = session.captureCameras().current();
    double opacity = shown == null ? 1 : session.state().look().photograph();
    if (image.isEmpty() || index.isEmpty() || opacity <= 0) {
      return Optional.empty();
    }
    Intrinsics taken = session.captureCameras().all().get(index.getAsInt()).camera().intrinsics();
    Intrinsics seen = camera.intrinsics();
    ImageTexture texture = images.texture(PHOTOGRAPH, image.get());
    double scaleX = seen.fx() / taken.fx();
    double scaleY = seen.fy() / taken.fy();
    return Optional.of(
        new PresentPass.Overlay(
            texture,
            seen.cx() - scaleX * taken.cx(),
            seen.cy() - scaleY * taken.cy(),
            scaleX * taken.width(),
            scaleY * taken.height(),
            opacity));
  }

  @Override
  public void close() {
    if (shown != null) {
      shown.close();
    }
    if (compared != null) {
      compared.close();
    }
    if (nothing != null) {
      nothing.close();
    }
    shownTrace.close();
    comparedTrace.close();
    images.close();
    present.close();
    pass.close();
  }
}
