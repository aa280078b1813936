package org.sceneremix.viewer.session;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.joml.Vector3d;
import org.sceneremix.viewer.tiles.TileGround;
import org.sceneremix.volume.Aabb;

/**
 * Keeps a ground of tiles under who walks over it: what is laid of it is laid anew, around the tile
 * that is looked at, whenever that is another one. Where a tile lies does not depend on that, so
 * what stays in view stays as it is.
 */
final class EndlessGround {

  private final Timeline timeline;
  private final Workshop workshop;
  private final Jobs jobs;

  private Optional<Walked> walked = Optional.empty();
  private Optional<Job> laying = Optional.empty();

  /** Folder of tiles that could not be read, which is not tried again and again. */
  private Optional<String> givenUp = Optional.empty();

  /** A ground that is or was walked on; what of it reads tiles belongs to the jobs' lane. */
  private record Walked(String path, TileGround ground) {}

  EndlessGround(Timeline timeline, Workshop workshop, Jobs jobs) {
    this.timeline = timeline;
    this.workshop = workshop;
    this.jobs = jobs;
  }

  /** To be called often. */
  void follow() {
    Optional<SceneEntry> shown = timeline.now().shownScene();
    if (shown.isEmpty()
        || !(shown.get().origin() instanceof Origin.Ground origin)
        || givenUp.equals(Optional.of(origin.path()))
        || laying.filter(job -> jobs.active().contains(job)).isPresent()) {
      return;
    }
    long id = shown.get().id();
    Optional<Aabb> laid = workshop.scene(id).map(scene -> scene.grid().box());
    if (laid.isEmpty()) {
      return;
    }
    if (walked.filter(known -> known.path().equals(origin.path())).isEmpty()) {
      start(
          origin,
          "Opening the tiles",
          () -> TileGround.open(Path.of(origin.path())),
          ground -> walked = Optional.of(new Walked(origin.path(), ground)));
      return;
    }
    TileGround ground = walked.get().ground();
    Vector3d seen = timeline.now().camera().pivot();
    TileGround.Place place = ground.at(seen.x, seen.y);
    if (!place.equals(ground.at(laid.get().centreX(), laid.get().centreY()))) {
      start(
          origin,
          "Laying the ground",
          () -> ground.around(place),
          grid -> workshop.replace(id, MadeScene.of(grid)));
    }
  }

  private <T> void start(Origin.Ground origin, String title, Callable<T> work, Consumer<T> done) {
    Job job =
        jobs.start(
            Jobs.Lane.SCENES,
            title,
            running -> work.call(),
            done,
            stopped -> givenUp = Optional.of(origin.path()));
    laying = Optional.of(job);
  }
}
