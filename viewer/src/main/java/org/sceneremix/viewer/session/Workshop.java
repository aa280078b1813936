package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.sceneremix.gan.clean.Flaws;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.Heap;

/** Has scenes made in the background, and keeps those that were used last. */
final class Workshop {

  /** Share of the heap that grids may take. */
  private static final int CACHE_SHARE = 4;

  /** Packing takes less than this many times what the grid takes. */
  private static final int LEAST_ROOM = 3;

  private final Jobs jobs;
  private final int threads;
  private final Runnable seen;
  private final SceneCache cache = new SceneCache(Runtime.getRuntime().maxMemory() / CACHE_SHARE);
  private final Map<Long, Job> making = new HashMap<>();
  private final Map<Long, KeptScene> kept = new HashMap<>();
  private final List<KeptGrid> exemplars = new ArrayList<>();
  private final LongConsumer lost;
  private final Map<Origin, Long> made = new HashMap<>();
  private final Map<Long, Flaws> flaws = new HashMap<>();
  private SceneMaker maker = SceneMaker.ofFiles();

  /** A scene and its small picture. */
  private record Made(MadeScene scene, Image picture) {
    Made {
      Objects.requireNonNull(scene, "scene");
    }
  }

  /**
   * @param threads for small pictures
   * @param seen told whenever a scene was made, or is roughly there
   * @param lost told of a scene that was wanted and will not be made
   */
  Workshop(Jobs jobs, int threads, Runnable seen, LongConsumer lost) {
    this.lost = lost;
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
    kept.clear();
    synchronized (exemplars) {
      exemplars.clear();
    }
    making.values().forEach(Job::cancel);
    making.clear();
  }

  /** Scenes are made by a better version of the model from now on. */
  void improve(SceneMaker newMaker) {
    made.clear();
    flaws.clear();
    maker = newMaker;
  }

  /** The scene is made anew when it is shown next. */
  void forget(long id) {
    cache.remove(id);
    kept.remove(id);
    flaws.remove(id);
  }

  /** Looks for the flaws of a remix. */
  void findFlaws(SceneEntry scene, Remix remix) {
    SceneMaker current = maker;
    jobs.start(
        Jobs.Lane.SCENES,
        "Looking for flaws in " + scene.title(),
        running -> current.flaws(remix),
        found -> {
          if (current == maker) {
            flaws.put(scene.id(), found);
          }
        });
  }

  /** The flaws of a scene, once they were looked for. */
  Optional<Flaws> flaws(long id) {
    return Optional.ofNullable(flaws.get(id));
  }

  /** Every scene that was made, as it is kept. */
  Map<Long, KeptScene> kept() {
    return Map.copyOf(kept);
  }

  boolean isKept(long id) {
    return kept.containsKey(id);
  }

  /** Goes on with scenes that were kept. */
  void take(Map<Long, KeptScene> scenes) {
    kept.putAll(scenes);
    scenes.forEach((id, scene) -> cache.putPicture(id, scene.picture()));
    synchronized (exemplars) {
      scenes.values().stream()
          .map(KeptScene::scene)
          .filter(PackedScene.OfSources.class::isInstance)
          .map(scene -> ((PackedScene.OfSources) scene).exemplar())
          .distinct()
          .forEach(exemplars::add);
    }
  }

  /** Whether the model of now would not make this scene, but another one made it. */
  boolean isOfAnotherModel(long id) {
    return kept.containsKey(id)
        && kept.get(id).madeBy().isPresent()
        && !kept.get(id).madeBy().equals(maker.fingerprint());
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

  /** Makes a scene, or unpacks it, unless it is there, on its way, or its model is not there. */
  void ensureMade(SceneEntry scene) {
    if (cache.scene(scene.id()).isPresent() || isMaking(scene.id())) {
      return;
    }
    if (kept.containsKey(scene.id())) {
      unpack(scene);
    } else if (maker.canMake(scene.origin())) {
      make(scene);
    }
  }

  private void unpack(SceneEntry scene) {
    KeptScene packed = kept.get(scene.id());
    making.put(
        scene.id(),
        jobs.start(
            Jobs.Lane.LOOKS,
            "Opening " + scene.title(),
            running -> packed.unpack(),
            made -> {
              if (packed.equals(kept.get(scene.id()))) {
                put(scene.id(), made, packed.picture());
              }
            },
            stopped -> making.remove(scene.id(), stopped)));
  }

  /** Makes a rough version of a remix, which comes soon and is not kept. */
  void sketch(SceneEntry scene) {
    SceneMaker current = maker;
    Optional<Remix> old = edited(scene);
    Job job =
        jobs.start(
            Jobs.Lane.SCENES,
            "Sketching " + scene.title(),
            running -> withPicture(current.sketch(scene.origin(), old, wordless(running))),
            made -> {
              if (current == maker && making.containsKey(scene.id())) {
                put(scene.id(), made.scene(), made.picture());
              }
            },
            stopped -> notMade(scene, stopped));
    making.put(scene.id(), job);
  }

  /** Makes a scene, again if need be. */
  void make(SceneEntry scene) {
    SceneMaker current = maker;
    Optional<Remix> old = edited(scene);
    Optional<String> madeBy =
        scene.origin().needsModel() ? current.fingerprint() : Optional.empty();
    Job job =
        jobs.start(
            Jobs.Lane.SCENES,
            "Making " + scene.title(),
            running -> {
              Made made =
                  withPicture(
                      current.make(
                          scene.origin(),
                          old,
                          wordless(running),
                          rough -> {
                            Made half = withPicture(rough);
                            jobs.post(running, () -> roughlyMade(scene.id(), half));
                          }));
              jobs.post(
                  running,
                  () -> {
                    if (current == maker) {
                      this.made.put(scene.origin(), scene.id());
                      put(scene.id(), made.scene(), made.picture());
                    }
                  });
              return packed(made, madeBy);
            },
            packed -> {
              if (current == maker) {
                packed.ifPresent(scenePacked -> kept.put(scene.id(), scenePacked));
              }
            },
            stopped -> notMade(scene, stopped));
    making.put(scene.id(), job);
  }

  /** Progress without messages, as those of patches and voxels tell a user nothing. */
  private static Progress wordless(Progress progress) {
    return new Progress() {
      @Override
      public void at(double fraction, String message) {
        progress.at(fraction, "");
      }

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }

  /** The scene that one is an edit of, if this model made it and it is in memory. */
  private Optional<Remix> edited(SceneEntry scene) {
    return scene.origin().edited().map(made::get).flatMap(cache::scene).flatMap(MadeScene::remix);
  }

  /** A job that another one took the place of was not wanted any more. */
  private void notMade(SceneEntry scene, Job job) {
    boolean isWanted = making.remove(scene.id(), job);
    if (isWanted && cache.picture(scene.id()).isEmpty()) {
      lost.accept(scene.id());
    }
  }

  /** Packs a scene that is there already, in the background. */
  void keep(long id, MadeScene scene, Image picture) {
    jobs.start(
        Jobs.Lane.LOOKS,
        "Keeping a scene",
        running -> packed(new Made(scene, picture), Optional.empty()),
        packed -> packed.ifPresent(scenePacked -> kept.put(id, scenePacked)));
  }

  /** Empty where memory does not allow it. */
  private Optional<KeptScene> packed(Made made, Optional<String> madeBy) throws IOException {
    Optional<Remix> remix = made.scene().remix();
    VoxelGrid large = remix.map(Workshop::exemplarOf).orElse(made.scene().grid());
    if ((long) Float.BYTES * large.data().length > Heap.free() / LEAST_ROOM) {
      return Optional.empty();
    }
    PackedScene scene =
        remix.isPresent()
            ? PackedScene.OfSources.of(remix.get(), exemplar(large))
            : PackedScene.OfGrid.of(large);
    return Optional.of(new KeptScene(scene, made.picture(), madeBy, Path.of("")));
  }

  private static VoxelGrid exemplarOf(Remix remix) {
    return remix.exemplar().level(remix.exemplar().levels() - 1);
  }

  /** The grid that scenes are copied from, kept once for all of them. */
  private KeptGrid exemplar(VoxelGrid grid) throws IOException {
    synchronized (exemplars) {
      for (KeptGrid exemplar : exemplars) {
        if (exemplar.is(grid)) {
          return exemplar;
        }
      }
      KeptGrid exemplar = KeptGrid.of(grid);
      exemplars.add(exemplar);
      return exemplar;
    }
  }

  private Made withPicture(MadeScene scene) {
    return new Made(scene, Pictures.thumbnail(scene.grid(), threads));
  }

  /** A scene can be looked at while its detail is being made. */
  private void roughlyMade(long id, Made half) {
    if (making.containsKey(id) && cache.scene(id).isEmpty()) {
      cache.put(id, half.scene(), half.picture());
      seen.run();
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
    seen.run();
  }
}
