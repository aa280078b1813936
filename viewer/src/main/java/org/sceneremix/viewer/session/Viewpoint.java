package org.sceneremix.viewer.session;

import java.util.Optional;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Camera of the session and its moves. They are undone and redone apart from all else; a drag of
 * the mouse is one. A scene of another size is looked at as the one before was.
 */
public final class Viewpoint {

  private static final String MOVE = "Move of the camera";

  /**
   * Sides of two boxes that differ by less, as a share of the longest, are of scenes of one size.
   */
  private static final double SAME_SIZE = 0.02;

  private final Timeline timeline;
  private final Scenes scenes;
  private final UndoHistory<Sight> moves = new UndoHistory<>();
  private boolean isChosen;

  /**
   * Whether the camera is over a ground without end, from which no way leads to a scene's place.
   */
  private boolean isRoaming;

  private Optional<Aabb> framed = Optional.empty();
  private Optional<Aabb> surroundings = Optional.empty();

  /**
   * A camera and what it was meant for.
   *
   * @param framed the box of the scene that it looks at, if there is one
   */
  private record Sight(ViewCamera camera, Optional<Aabb> framed) {}

  Viewpoint(Timeline timeline, Scenes scenes) {
    this.timeline = timeline;
    this.scenes = scenes;
  }

  public ViewCamera camera() {
    return timeline.now().camera();
  }

  /** The camera as it would be if a scene of this box were on show. */
  ViewCamera cameraFor(Aabb box) {
    return framed.isPresent() ? reframed(camera(), framed.get(), box) : camera();
  }

  /** Moves the camera. */
  public void lookAt(ViewCamera camera) {
    isChosen = true;
    if (!camera.equals(camera())) {
      moves.record(MOVE, sight());
      place(camera);
    }
  }

  private Sight sight() {
    return new Sight(camera(), framed);
  }

  private void place(ViewCamera camera) {
    timeline.amend(now -> now.withCamera(camera));
  }

  /** Goes to another view at once, which is a step of its own. */
  public void jumpTo(ViewCamera camera) {
    endMove();
    lookAt(camera);
    endMove();
  }

  /** The camera came to rest: the next move is a step of its own. */
  void endMove() {
    moves.endGesture();
  }

  /** Takes the last move of the camera back. */
  public void undo() {
    moves.undo(sight()).ifPresent(this::restore);
  }

  /** Moves the camera again as it was before {@link #undo}. */
  public void redo() {
    moves.redo(sight()).ifPresent(this::restore);
  }

  public boolean canUndo() {
    return moves.undoLabel().isPresent();
  }

  public boolean canRedo() {
    return moves.redoLabel().isPresent();
  }

  private void restore(Sight sight) {
    place(
        sight.framed().isPresent() && framed.isPresent()
            ? reframed(sight.camera(), sight.framed().get(), framed.get())
            : sight.camera());
  }

  private static ViewCamera reframed(ViewCamera camera, Aabb from, Aabb to) {
    return isOfSameSize(from, to) ? camera : camera.reframed(from, to);
  }

  /** Places count, too: a scene may lie beside the one before. */
  private static boolean isOfSameSize(Aabb a, Aabb b) {
    double most = SAME_SIZE * Math.max(a.sizeX(), Math.max(a.sizeY(), a.sizeZ()));
    return Math.abs(a.minX() - b.minX()) <= most
        && Math.abs(a.minY() - b.minY()) <= most
        && Math.abs(a.minZ() - b.minZ()) <= most
        && Math.abs(a.maxX() - b.maxX()) <= most
        && Math.abs(a.maxY() - b.maxY()) <= most
        && Math.abs(a.maxZ() - b.maxZ()) <= most;
  }

  /** Whether the camera already looks at a scene of this size. */
  boolean isAbout(Aabb box) {
    return framed.isPresent() && isOfSameSize(framed.get(), box);
  }

  /** The camera is where nobody put it, so that the next scene may be shown from the beginning. */
  void forget() {
    begin(false);
  }

  /** The camera is where somebody put it, for the scene that is shown next. */
  void keep() {
    begin(true);
  }

  private void begin(boolean chosen) {
    isChosen = chosen;
    isRoaming = false;
    framed = Optional.empty();
    moves.clear();
  }

  /**
   * A scene is on show: goes along with its size, or begins with all of it where nobody has put the
   * camera anywhere.
   *
   * @return whether it begins
   */
  boolean follow(Aabb box) {
    boolean begins = !isChosen || isRoaming;
    isRoaming = false;
    if (begins) {
      isChosen = true;
      place(ViewCamera.showing(box, camera().fieldOfView()));
    } else if (framed.isPresent()) {
      if (isAbout(box)) {
        // the box stays, too, or many small changes would become a large one
        return false;
      }
      place(camera().reframed(framed.get(), box));
    }
    framed = Optional.of(box);
    return begins;
  }

  /**
   * A ground without end is on show: stays where it is, or begins near a tile of it where nobody
   * has put the camera anywhere.
   */
  void roam(Aabb tile) {
    if (!isChosen) {
      follow(tile);
    }
    framed = Optional.empty();
    isRoaming = true;
  }

  /** Begins at a camera, which is no move. */
  void beginAt(ViewCamera camera) {
    place(camera);
  }

  /** Sets the box that is looked at as long as there is no scene, world units. */
  void surround(Aabb box) {
    surroundings = Optional.of(box);
  }

  private Optional<Aabb> box() {
    return scenes.box().or(() -> surroundings);
  }

  /** All of the scene, from where a new session looks. */
  public void reset() {
    box().ifPresent(box -> jumpTo(ViewCamera.showing(box, ViewCamera.DEFAULT_FIELD_OF_VIEW)));
  }

  /** All of the scene, squarely from one side. */
  public void lookFrom(ViewCamera.Side side) {
    box().ifPresent(box -> jumpTo(ViewCamera.showing(box, side, camera().fieldOfView())));
  }

  /**
   * The point that is seen in a pixel.
   *
   * @param u from the left edge, pixels
   * @param v from the top edge, pixels
   * @return the expected depth's point, where something is
   */
  public Optional<Vector3d> pointAt(Camera seenBy, double u, double v) {
    Optional<VoxelGrid> grid = scenes.shownGrid();
    if (grid.isEmpty()) {
      return Optional.empty();
    }
    Rays rays = new Rays(1);
    seenBy.ray(u, v, rays, 0);
    TracedRays traced = new TracedRays(1);
    try (Workers alone = new Workers(1)) {
      new CpuTracer(alone).trace(grid.get(), rays, TraceSettings.DEFAULT, traced);
    }
    if (traced.opacity()[0] < 0.1) {
      return Optional.empty();
    }
    double t = traced.depth()[0] / traced.opacity()[0];
    return Optional.of(
        new Vector3d(
            rays.origins()[0] + t * rays.directions()[0],
            rays.origins()[1] + t * rays.directions()[1],
            rays.origins()[2] + t * rays.directions()[2]));
  }
}
