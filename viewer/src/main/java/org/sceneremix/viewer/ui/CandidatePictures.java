package org.sceneremix.viewer.ui;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.viewer.gl.AdaptiveQuality;
import org.sceneremix.viewer.gl.GridTexture;
import org.sceneremix.viewer.gl.PresentPass;
import org.sceneremix.viewer.gl.ProgressiveTrace;
import org.sceneremix.viewer.gl.RenderTarget;
import org.sceneremix.viewer.gl.Tracing;
import org.sceneremix.viewer.gl.VolumePass;
import org.sceneremix.viewer.session.Candidate;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.volume.Aabb;

/** What the graphics device holds of candidates, and the drawing of their pictures. */
final class CandidatePictures implements AutoCloseable {

  private final Session session;
  private final VolumePass pass = new VolumePass();
  private final PresentPass present = new PresentPass();
  private final Map<Long, GridTexture> grids = new HashMap<>();
  private final Map<Long, ProgressiveTrace> traces = new HashMap<>();

  /** How many share the time, and how coarse they are while all change. */
  private int views;

  private AdaptiveQuality quality;

  /** Place of the picture that was refined last. */
  private int refined;

  /** A candidate and where in the window it is drawn. */
  record Shot(Candidate candidate, PresentPass.Viewport viewport) {}

  /** Needs a current context. */
  CandidatePictures(Session session) {
    this.session = session;
  }

  /** Whether a picture of the next frame will be finer than in this one. */
  boolean isRefining() {
    return traces.values().stream().anyMatch(trace -> !trace.isFinished());
  }

  /**
   * Draws pictures into the window; one of them becomes finer.
   *
   * @param shots of candidates that there are sketches of
   * @param count of pictures that there will be
   * @param moving whether the camera is about to move again
   */
  void draw(List<Shot> shots, int count, boolean moving) {
    keepOnlyNeeded(shots, count);
    refined = moving ? refined : nextToRefine(shots);
    LookSettings look = session.state().look();
    for (int i = 0; i < shots.size(); i++) {
      Shot shot = shots.get(i);
      RenderTarget picture = trace(shot, look, moving || i != refined);
      present.draw(
          picture, picture, shot.viewport(), ScenePicture.style(look, 0, Optional.empty()));
    }
  }

  /** The first after the one that was refined last that is not as fine as it gets. */
  private int nextToRefine(List<Shot> shots) {
    for (int i = 1; i <= shots.size(); i++) {
      int place = (refined + i) % shots.size();
      ProgressiveTrace trace = traces.get(shots.get(place).candidate().id());
      if (trace == null || !trace.isFinished()) {
        return place;
      }
    }
    return refined;
  }

  private RenderTarget trace(Shot shot, LookSettings look, boolean moving) {
    long id = shot.candidate().id();
    Candidate.Sketch sketch = shot.candidate().sketch().orElseThrow();
    GridTexture grid = grids.computeIfAbsent(id, fresh -> new GridTexture(sketch.grid()));
    int width = shot.viewport().width();
    int height = shot.viewport().height();
    Camera camera = session.exploration().camera(sketch, width, height);
    Aabb cut = look.cutting() ? look.cut().in(sketch.grid().box()) : Tracing.EVERYTHING;
    return traces
        .computeIfAbsent(id, fresh -> new ProgressiveTrace(pass, quality))
        .update(
            grid, camera, Tracing.fine(look.mode(), look.lighting(), cut), width, height, moving);
  }

  private void keepOnlyNeeded(List<Shot> shots, int count) {
    Set<Long> seen = new HashSet<>();
    shots.forEach(shot -> seen.add(shot.candidate().id()));
    boolean isOther = count != views;
    if (isOther) {
      views = count;
      quality = ProgressiveTrace.quality(count);
    }
    traces
        .entrySet()
        .removeIf(
            entry -> {
              boolean goes = isOther || !seen.contains(entry.getKey());
              if (goes) {
                entry.getValue().close();
              }
              return goes;
            });
    grids
        .entrySet()
        .removeIf(
            entry -> {
              boolean goes = session.exploration().candidate(entry.getKey()).isEmpty();
              if (goes) {
                entry.getValue().close();
              }
              return goes;
            });
  }

  @Override
  public void close() {
    grids.values().forEach(GridTexture::close);
    traces.values().forEach(ProgressiveTrace::close);
    present.close();
    pass.close();
  }
}
