package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.renderer.camera.Camera;

/**
 * Many remixes to choose from, as sketches that are made in the background one by one. They are no
 * part of the history, nor of what is undone or saved, until one is opened, which makes it whole.
 *
 * <p>How alike two are is the intersection over union of the voxels that hold something. Of models
 * of toy blocks and of stones, 64 voxels wide, sketches of other seeds agreed to 0.50 to 0.55;
 * those that are like one by a share of 0.05 to 0.70 to 0.76 with it, of 0.1 to 0.68 to 0.71, of
 * 0.2 to 0.61 to 0.66, and of 0.5 to 0.56 to 0.61.
 *
 * <pre>{@code
 * session.exploration().make(16);                     // of 16 seeds that were not used yet
 * session.exploration().toggleMark(id);               // stays when others are made
 * session.exploration().moreLike(id, 8, 0.3);
 * session.exploration().open(id);                     // the scene on show
 * }</pre>
 */
public final class Exploration {

  /** Candidates at most: with the largest sketches, 128 MiB of them. */
  public static final int MOST = 64;

  /** Agreement from which on two remixes are called twins. */
  static final double TWINS = 0.85;

  private final Timeline timeline;
  private final Workshop workshop;
  private final Scenes scenes;
  private final Viewpoint viewpoint;
  private final Notices notices;
  private final Jobs jobs;
  private final List<Candidate> all = new ArrayList<>();
  private boolean isMarkedOnly;
  private long nextId = 1;
  private Optional<Job> job = Optional.empty();

  /** What is here was made by this one. */
  private SceneMaker maker;

  Exploration(
      Timeline timeline,
      Workshop workshop,
      Scenes scenes,
      Viewpoint viewpoint,
      Notices notices,
      Jobs jobs) {
    this.timeline = timeline;
    this.workshop = workshop;
    this.scenes = scenes;
    this.viewpoint = viewpoint;
    this.notices = notices;
    this.jobs = jobs;
    this.maker = workshop.maker();
  }

  /** All candidates. */
  public List<Candidate> all() {
    return List.copyOf(all);
  }

  /** Those to be shown: all, or the marked ones. */
  public List<Candidate> seen() {
    return all.stream().filter(candidate -> !isMarkedOnly || candidate.marked()).toList();
  }

  /** The candidate of an id. */
  public Optional<Candidate> candidate(long id) {
    return all.stream().filter(candidate -> candidate.id() == id).findFirst();
  }

  public boolean isMarkedOnly() {
    return isMarkedOnly;
  }

  /** Shows the marked ones only, or all. */
  public void setMarkedOnly(boolean markedOnly) {
    isMarkedOnly = markedOnly;
  }

  /** How many are still to be made. */
  public int missing() {
    return (int) all.stream().filter(candidate -> candidate.sketch().isEmpty()).count();
  }

  /** The work on the next of them. */
  public Optional<Job> job() {
    return job;
  }

  /** Makes remixes of fresh seeds, in the place of those that are not marked. */
  public void make(int count) {
    if (isPossible()) {
      all.removeIf(candidate -> !candidate.marked());
      RemixOptions options = timeline.now().options().orElseThrow();
      add(all.size(), count, seed -> new Origin.Remix(seed, options));
    }
  }

  /**
   * Makes remixes that are like one, next to it: their latents are near its own. Where there are
   * too many then, the last that are not marked make way.
   *
   * @param share how much of the latents is another's, from 0 to 1
   */
  public void moreLike(long id, int count, double share) {
    candidate(id).ifPresent(liked -> moreLike(liked.origin(), count, share));
  }

  /** Makes remixes that are like the scene on show, as {@link #moreLike}. */
  public void moreLikeShown(int count, double share) {
    timeline
        .now()
        .shownScene()
        .map(SceneEntry::origin)
        .filter(Origin::madeOfLatents)
        .ifPresentOrElse(
            shown -> moreLike(shown, count, share),
            () ->
                notices.fail(
                    new IllegalArgumentException(
                        "only a remix that was not changed in part can be varied; show one first")));
  }

  private void moreLike(Origin like, int count, double share) {
    if (!isPossible()) {
      return;
    }
    int excess = all.size() + count - MOST;
    for (int i = all.size() - 1; i >= 0 && excess > 0; i--) {
      if (!all.get(i).marked() && !all.get(i).origin().equals(like)) {
        all.remove(i);
        excess--;
      }
    }
    // at the end where it is not here itself
    int place = all.stream().map(Candidate::origin).toList().indexOf(like) + 1;
    add(place == 0 ? all.size() : place, count, seed -> new Origin.Varied(like, seed, share));
  }

  private boolean isPossible() {
    boolean isPossible = workshop.maker().model().isPresent();
    if (!isPossible) {
      notices.fail(
          new IllegalArgumentException(
              "remixes are made by a model; open the folder that 'remix train' made"));
    }
    return isPossible;
  }

  private void add(int place, int count, LongFunction<Origin> origin) {
    int room = Math.min(count, MOST - all.size());
    if (room < count) {
      notices.say("There is room for " + MOST + " remixes: take marks away to make more.");
    }
    long seed = timeline.now().nextSeed();
    // so that no other remix is made of them
    timeline.amend(now -> now.withNextSeed(seed + room));
    for (int i = 0; i < room; i++) {
      all.add(place + i, Candidate.of(nextId++, origin.apply(seed + i)));
    }
    isMarkedOnly = false;
    all.replaceAll(this::compared);
    makeNext();
  }

  private void makeNext() {
    if (job.isPresent()) {
      return;
    }
    Optional<Candidate> next =
        all.stream().filter(candidate -> candidate.sketch().isEmpty()).findFirst();
    if (next.isEmpty()) {
      return;
    }
    Candidate candidate = next.get();
    SceneMaker current = workshop.maker();
    job =
        Optional.of(
            jobs.start(
                Jobs.Lane.SCENES,
                "Sketching " + candidate.label() + ", " + missing() + " to go",
                running -> current.candidate(candidate.origin(), running),
                sketch -> {
                  job = Optional.empty();
                  if (current == workshop.maker()) {
                    take(candidate.id(), sketch);
                    makeNext();
                  }
                },
                this::stopped));
  }

  /** One that failed, or was cancelled by somebody else, is the last. */
  private void stopped(Job stopped) {
    if (job.equals(Optional.of(stopped))) {
      cancel();
    }
  }

  private void take(long id, Candidate.Sketch sketch) {
    all.replaceAll(
        candidate ->
            candidate.id() == id
                ? compared(candidate.withSketch(sketch, Optional.empty()))
                : candidate);
  }

  /** The candidate, which knows what it can hardly be told from. */
  private Candidate compared(Candidate candidate) {
    return candidate
        .sketch()
        .map(sketch -> candidate.withSketch(sketch, twin(candidate.id(), sketch.shape())))
        .orElse(candidate);
  }

  private Optional<String> twin(long id, OccupancyGrid shape) {
    if (agree(shape, workshop.maker().learnedShape())) {
      return Optional.of("the learned scene");
    }
    return all.stream()
        .filter(other -> other.id() < id)
        .filter(other -> other.sketch().filter(made -> agree(shape, made.shape())).isPresent())
        .map(Candidate::label)
        .findFirst();
  }

  private static boolean agree(OccupancyGrid a, OccupancyGrid b) {
    return a.size().equals(b.size()) && a.intersectionOverUnion(b) >= TWINS;
  }

  /** Makes no more of them; those that are there stay. */
  public void cancel() {
    job.ifPresent(Job::cancel);
    job = Optional.empty();
    all.removeIf(candidate -> candidate.sketch().isEmpty());
  }

  /** The one camera of all, as it looks at a candidate in a picture of this size. */
  public Camera camera(Candidate.Sketch sketch, int width, int height) {
    return viewpoint.cameraFor(sketch.grid().box()).camera(width, height);
  }

  /** Marks a candidate, or not any more. */
  public void toggleMark(long id) {
    all.replaceAll(
        candidate -> candidate.id() == id ? candidate.withMarked(!candidate.marked()) : candidate);
  }

  /** Makes a candidate whole: it is the scene on show, and in the history. */
  public void open(long id) {
    candidate(id).ifPresent(candidate -> scenes.open(candidate.origin()));
  }

  /** To be called often: what another model made is of no use any more. */
  void follow() {
    if (maker != workshop.maker()) {
      maker = workshop.maker();
      cancel();
      all.clear();
    }
  }
}
