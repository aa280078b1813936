package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.BlendWeight;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix edit}: remixes to order. */
@Command(
    name = "edit",
    description = {
      "Makes controlled remixes: between two seeds, blended across space, with a part that stays,"
          + " periodic, or with more or less of something where a picture says so.",
      "These can be combined: what --keep holds on to may itself be a blend."
    })
final class EditCommand implements Callable<Integer> {

  private static final int DEFAULT_STEPS = 5;
  private static final String DEFAULT_OVER = "0.4,0.6";

  @Parameters(paramLabel = "MODEL", description = "Folder that 'remix train' made.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE|DIR",
      description = "A .grid file for one scene, or a folder for edit-1.grid and so on.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The remix to start from (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--scene",
      description = "Start from the scene that was learned instead of a remix.")
  private boolean scene;

  @ArgGroup(exclusive = true)
  private Second second = new Second();

  /** Second seed, and its use. */
  private static final class Second {
    @Option(
        names = "--interpolate",
        paramLabel = "N",
        description = "Go from --seed to seed N, in --steps scenes or at one --share.")
    private Long interpolate;

    @Option(
        names = "--blend",
        paramLabel = "N",
        description =
            "--seed at one end of the scene and seed N at the other; see --along, --over.")
    private Long blend;
  }

  @Option(
      names = "--steps",
      paramLabel = "K",
      description = "Scenes of an interpolation, both ends counted (" + DEFAULT_STEPS + ").")
  private Integer steps;

  @Option(
      names = "--share",
      paramLabel = "T",
      description = "One scene of an interpolation: 0 is --seed, 1 the other.")
  private Double share;

  @Option(
      names = "--along",
      paramLabel = "AXIS",
      defaultValue = "x",
      description = "Axis of a blend: x, y or z (${DEFAULT-VALUE}).")
  private BlendWeight.Axis along;

  @Option(
      names = "--over",
      paramLabel = "A,B",
      description =
          "Where a blend changes, fractions of the scene ("
              + DEFAULT_OVER
              + "). Along an axis of"
              + " --tile it goes there and back instead.")
  private String over;

  @Option(
      names = "--keep",
      paramLabel = "BOX",
      converter = VoxelBoxConverter.class,
      description =
          "Voxels x0,y0,z0,x1,y1,z1 of --size that stay (one past the last). May be repeated.")
  private List<Window> keep = List.of();

  @Option(
      names = "--keep-mask",
      paramLabel = "GRID",
      description =
          "A grid of as many voxels as --size; where something is in it, the scene stays.")
  private Path keepMask;

  @Option(names = "--invert", description = "The kept part is new instead, and the rest stays.")
  private boolean invert;

  @Option(
      names = "--reroll",
      paramLabel = "SEEDS",
      converter = Seeds.Converter.class,
      description = "Seeds of what does not stay, such as 7 or 1-8; one scene each.")
  private Seeds reroll;

  @Option(
      names = "--guide",
      paramLabel = "PNG",
      description =
          "How much there shall be where, from above (y upwards): black nothing, middle grey or"
              + " transparent as it comes, white much. Counts where the scene does not stay.")
  private Path guide;

  @Option(
      names = "--like",
      paramLabel = "PNG",
      description =
          "Which place of the learned scene a place shall be like: red along x, green along y, 0 to"
              + " 255; transparent as it comes.")
  private Path like;

  @Option(
      names = "--tile",
      paramLabel = "AXES",
      defaultValue = "none",
      description = "Let the ends join so that copies can be laid side by side: x, y or xy.")
  private Periodicity tile;

  @Mixin private SceneOptions options;
  @Mixin private BackendOption backend;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    requireSense();
    try (Workers workers = threads.open();
        Engine engine = backend.open(workers, console)) {
      Remixes remixes = options.open(model, engine);
      return isFile()
          ? OutputLock.holdingFile(out, "remix edit", () -> edit(remixes))
          : OutputLock.holdingFolder(out, "remix edit", () -> edit(remixes));
    }
  }

  private boolean isFile() {
    return out.toString().toLowerCase(Locale.ROOT).endsWith(".grid");
  }

  private int edit(Remixes remixes) throws IOException {
    RemixSettings settings = options.settings(remixes, tile);
    List<Edit> edits = edits(settings);
    if (isFile() && edits.size() > 1) {
      throw console.usageError(
          "this makes " + edits.size() + " scenes; give --out the name of a folder, not a file");
    }
    List<Made> made = new ArrayList<>();
    try (TaskProgress progress = console.progress("Editing")) {
      for (Edit edit : edits) {
        progress.stopIfCancelled();
        double count = edits.size();
        int number = made.size() + 1;
        Path file = isFile() ? out : out.resolve("edit-" + number + ".grid");
        long begin = System.nanoTime();
        remixes.write(
            edit.recipe(),
            settings,
            "edit",
            edit.parameters(),
            seed,
            file,
            Optional.empty(),
            progress.part((number - 1) / count, number / count, "scene " + number));
        made.add(new Made(file.toString(), (System.nanoTime() - begin) * 1e-9));
      }
      progress.at(1, made.size() + " scenes");
    }
    if (json.isSet()) {
      json.print(new Figures(made));
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%d %s of %s voxels in %s",
              made.size(),
              made.size() == 1 ? "scene" : "scenes",
              remixes.remixer().resultSize(settings),
              out));
    }
    return 0;
  }

  private void requireSense() {
    if (scene && (second.interpolate != null || second.blend != null)) {
      throw console.usageError("--scene has no latents to mix; leave it or the other seed away");
    }
    if (second.interpolate == null && (steps != null || share != null)) {
      throw console.usageError("--steps and --share are for --interpolate N");
    }
    if (steps != null && (share != null || steps < 2)) {
      throw console.usageError("--steps takes at least 2, and excludes --share");
    }
    if (second.blend == null && over != null) {
      throw console.usageError("--over is for --blend N");
    }
    boolean keeps = !keep.isEmpty() || keepMask != null;
    if (keeps != (reroll != null)) {
      throw console.usageError(
          keeps
              ? "the seed of what does not stay is missing; give --reroll"
              : "--reroll needs to know what stays; give --keep or --keep-mask");
    }
    if (scene && !keeps) {
      throw console.usageError("--scene alone is the scene itself; give --keep and --reroll too");
    }
    if (scene && options.hasSize()) {
      throw console.usageError("with --scene the size is the scene's; leave --size away");
    }
  }

  /**
   * One scene to make.
   *
   * @param parameters of the file's provenance
   */
  private record Edit(Recipe recipe, ObjectNode parameters) {}

  private List<Edit> edits(RemixSettings settings) throws IOException {
    Guide wishes = GuideMaps.read(Optional.ofNullable(guide), Optional.ofNullable(like));
    List<Edit> starts;
    try {
      starts = starts(reroll == null ? wishes : Guide.NONE);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    if (reroll == null) {
      return starts;
    }
    Mask kept = kept(settings.size());
    List<Edit> edits = new ArrayList<>();
    for (Edit start : starts) {
      for (long fresh : reroll.values()) {
        ObjectNode parameters = start.parameters().deepCopy();
        keep.forEach(box -> parameters.withArray("/kept").add(VoxelBoxConverter.text(box)));
        if (keepMask != null) {
          parameters.put("keptMask", keepMask.getFileName().toString());
        }
        parameters.put("inverted", invert);
        parameters.put("reroll", fresh);
        edits.add(new Edit(start.recipe().rerolledOutside(kept, fresh, wishes), parameters));
      }
    }
    return edits;
  }

  /**
   * Recipes of the scenes before a part of them is kept.
   *
   * @param wishes for the whole scene
   */
  private List<Edit> starts(Guide wishes) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    putName(parameters, "guide", guide);
    putName(parameters, "like", like);
    if (scene) {
      parameters.put("scene", true);
      return List.of(new Edit(new Recipe.Learned(), parameters));
    }
    if (second.interpolate != null) {
      parameters.put("interpolate", second.interpolate);
      List<Edit> edits = new ArrayList<>();
      for (double t : shares()) {
        edits.add(
            new Edit(
                Recipe.between(seed, second.interpolate, BlendWeight.everywhere(t)).guided(wishes),
                parameters.deepCopy().put("share", t)));
      }
      return edits;
    }
    if (second.blend != null) {
      parameters.put("blend", second.blend);
      parameters.put("along", along.name().toLowerCase(Locale.ROOT));
      parameters.put("over", over == null ? DEFAULT_OVER : over);
      return List.of(
          new Edit(Recipe.between(seed, second.blend, blendWeight()).guided(wishes), parameters));
    }
    return List.of(new Edit(Recipe.ofSeed(seed).guided(wishes), parameters));
  }

  private static void putName(ObjectNode parameters, String name, Path file) {
    if (file != null) {
      parameters.put(name, file.getFileName().toString());
    }
  }

  private List<Double> shares() {
    if (share != null) {
      return List.of(share);
    }
    int count = steps == null ? DEFAULT_STEPS : steps;
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add((double) i / (count - 1));
    }
    return shares;
  }

  private BlendWeight blendWeight() {
    boolean around =
        along == BlendWeight.Axis.X ? tile.alongX() : along == BlendWeight.Axis.Y && tile.alongY();
    if (around) {
      return BlendWeight.thereAndBack(along);
    }
    String[] ends = (over == null ? DEFAULT_OVER : over).split(",", -1);
    try {
      if (ends.length == 2) {
        return BlendWeight.along(along, Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for all malformed ranges
    }
    throw console.usageError("'" + over + "' is not a range; write --over as " + DEFAULT_OVER);
  }

  private Mask kept(GridSize voxels) throws IOException {
    BitSet union = new BitSet();
    try {
      for (Window box : keep) {
        union.or(Mask.ofBox(voxels, box).voxels());
      }
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    if (keepMask != null) {
      Mask mask = Mask.ofOccupied(GridFile.read(keepMask).grid());
      if (!mask.size().equals(voxels)) {
        throw new IOException(
            keepMask
                + " has "
                + mask.size()
                + " voxels, but the scene has "
                + voxels
                + "; both must be the same");
      }
      union.or(mask.voxels());
    }
    Mask kept = new Mask(voxels, union);
    return invert ? kept.inverted() : kept;
  }

  /** Output of {@code --json}. */
  private record Figures(List<Made> scenes) {}

  private record Made(String file, double seconds) {}
}
