package org.sceneremix.viewer.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.VoxelGrid;

/** Has scenes made in the background, and keeps those that were used last. */
final class Workshop {

  /** Share of the heap that grids may take. */
  private static final int CACHE_SHARE = 4;

  private final Jobs jobs;
  private final int threads;
  private final Consumer<VoxelGrid> seen;
  private final SceneCache cache = new SceneCache(Runtime.getRuntime().maxMemory() / CACHE_SHARE);
  private final Map<Long, Job> making = new HashMap<>();
  private SceneMaker maker = SceneMaker.ofFiles();

  /** A scene and its small picture. */
  private record Made(MadeScene scene, Image picture) {
    Made {
      Objects.requireNonNull(scene, "scene");
    }
  }

  /**
   * @param threads for small pictures
   * @param seen told of every grid that was made, or is roughly there
   */
  Workshop(Jobs jobs, int threads, Consumer<VoxelGrid> seen) {
    this.jobs = jobs;
    this.threads = threads;
    this.seen = seen;
  }

  SceneMaker maker() {
    return maker;
  }

  /** Scenes are made by another model from now on; what was made before is forgotten. */
  void begin(SceneMaker newMaker) {
    improve(newMaker);
    cache.clear();
  }

  /** Scenes are made by a better version of the model from now on. */
  void improve(SceneMaker newMaker) {
    maker = newMaker;
  }

  /** The scene is made anew when it is shown next. */
  void forget(long id) {
    cache.remove(id);
  }

  /** A scene, if it is in memory. */
  Optional<MadeScene> scene(long id) {
    return cache.scene(id);
  }

  /** A small picture of a scene, once it was made. */
  Optional<Image> thumbnail(long id) {
    return cache.picture(id);
  }

  boolean isMaking(long id) {
    return making.containsKey(id) && !making.get(id).cancelled();
  }

  /** The scene is not wanted any more. */
  void cancel(long id) {
    Optional.ofNullable(making.remove(id)).ifPresent(Job::cancel);
  }

  /** Makes a scene unless it is there or on its way. */
  void ensureMade(SceneEntry scene) {
    if (cache.scene(scene.id()).isEmpty() && !isMaking(scene.id())) {
      make(scene);
    }
  }

  /** Makes a scene, again if need be. */
  void make(SceneEntry scene) {
    SceneMaker current = maker;
    Job job =
        jobs.start(
            Jobs.Lane.SCENES,
            "Making " + scene.title(),
            running ->
                withPicture(
                    current.make(
                        scene.origin(),
                        running,
                        rough -> {
                          Made half = withPicture(rough);
                          jobs.post(running, () -> roughlyMade(scene.id(), half));
                        })),
            made -> {
              if (current == maker) {
                put(scene.id(), made.scene(), made.picture());
              }
            },
            () -> making.remove(scene.id()));
    making.put(scene.id(), job);
  }

  private Made withPicture(MadeScene scene) {
    return new Made(scene, Pictures.thumbnail(scene.grid(), threads));
  }

  /** A scene can be looked at while its detail is being made. */
  private void roughlyMade(long id, Made half) {
    if (making.containsKey(id) && cache.scene(id).isEmpty()) {
      cache.put(id, half.scene(), half.picture());
      seen.accept(half.scene().grid());
    }
  }

  /** A scene that is there is another one now, but its small picture stays. */
  void replace(long id, MadeScene scene) {
    cache.picture(id).ifPresent(picture -> put(id, scene, picture));
  }

  /** A scene is there. */
  void put(long id, MadeScene scene, Image picture) {
    making.remove(id);
    cache.put(id, scene, picture);
    seen.accept(scene.grid());
  }
}
