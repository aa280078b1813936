package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.gan.sample.Tiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.viewer.tiles.TileFolder;
import org.sceneremix.viewer.tiles.TileMaking;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix sample}: generator to remixes. */
@Command(
    name = "sample",
    description = {
      "Makes remixes of a trained scene, one grid a seed. The training may still run.",
      "With --tiles, remixes that join: tile-00.grid and so on, and tiles.json, which says which"
          + " may lie side by side. Called again, it goes on where it was."
    })
final class SampleCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "Folder that 'remix train' made.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the grids remix-SEED.grid, or for the tiles.")
  private Path out;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      defaultValue = "1",
      converter = Seeds.Converter.class,
      description = "Seeds such as 1-8,12 (${DEFAULT-VALUE}).")
  private Seeds seeds;

  @Option(
      names = "--sources",
      description =
          "Also write remix-SEED-sources.grid: the remix in colours that say where in the learned"
              + " scene each voxel was copied from (hue: its place along x, lightness: along y).")
  private boolean sources;

  @Option(
      names = "--clean",
      description =
          "Take fragments, half things and floaters away that the learned scene has not, each"
              + " remix in memory; says what was found.")
  private boolean clean;

  @Option(
      names = "--tiles",
      paramLabel = "N",
      description =
          "N tiles of one seed, of --size each, of which a ground without end can be laid. With 16"
              + " and more their corners have two colours, with 81 and more three; with fewer, all"
              + " have the same border.")
  private Integer tiles;

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
      return OutputLock.holdingFolder(
          out, "remix sample", () -> tiles == null ? sample(remixes) : sampleTiles(remixes));
    }
  }

  private void requireSense() {
    if (tiles == null) {
      return;
    }
    if (seeds.values().size() > 1) {
      throw console.usageError("a set of tiles has one seed; give --seeds one number");
    }
    if (sources) {
      throw console.usageError("--sources is about single remixes; leave it or --tiles away");
    }
    if (clean) {
      throw console.usageError("--clean is about single remixes; leave it or --tiles away");
    }
    try {
      new TileSet(tiles);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private int sampleTiles(Remixes remixes) throws IOException {
    RemixSettings settings = options.settings(remixes, Periodicity.NONE);
    TileSet set = new TileSet(tiles);
    long seed = seeds.values().get(0);
    Tiles made;
    try {
      made = remixes.remixer().tiles(set, seed, settings);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    try (TaskProgress progress = console.progress("Sampling")) {
      TileMaking.make(remixes, made, seed, settings, out, progress);
      progress.at(1, set.count() + " tiles");
    }
    if (json.isSet()) {
      Path manifest = out.resolve(TileFolder.MANIFEST);
      json.print(
          new TileFigures(remixes.complete(), set.count(), set.colours(), manifest.toString()));
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%d tiles of %s voxels with corners of %d colours in %s%s",
              set.count(),
              remixes.remixer().resultSize(settings),
              set.colours(),
              out,
              remixes.complete() ? "" : " (of a model whose training has not ended)"));
    }
    return 0;
  }

  private int sample(Remixes remixes) throws IOException {
    RemixSettings settings = options.settings(remixes, Periodicity.NONE);
    if (clean && settings.size().nz() != remixes.remixer().defaultSize().nz()) {
      throw console.usageError(
          "--clean is for remixes as high as the learned scene; leave it or the height away");
    }
    List<Remix> made = new ArrayList<>();
    try (TaskProgress progress = console.progress("Sampling")) {
      for (long seed : seeds.values()) {
        progress.stopIfCancelled();
        double count = seeds.values().size();
        Progress part =
            progress.part(made.size() / count, (made.size() + 1) / count, "seed " + seed);
        long begin = System.nanoTime();
        Path file = out.resolve(Remixes.fileName(seed));
        Optional<Path> coloured =
            sources ? Optional.of(out.resolve(Remixes.sourcesFileName(seed))) : Optional.empty();
        String cleaned = null;
        if (clean) {
          cleaned = remixes.writeClean(seed, settings, file, coloured, part).toString();
        } else {
          remixes.write(seed, settings, file, coloured, part);
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        String beside = coloured.map(Path::toString).orElse(null);
        made.add(new Remix(seed, file.toString(), beside, cleaned, seconds));
      }
      progress.at(1, made.size() + " remixes");
    }
    if (json.isSet()) {
      json.print(new Figures(remixes.complete(), made));
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%d remixes of %s voxels in %s%s",
              made.size(),
              remixes.remixer().resultSize(settings),
              out,
              remixes.complete() ? "" : " (of a model whose training has not ended)"));
      if (clean) {
        made.forEach(
            remix -> console.say("remix " + remix.seed() + ": taken away: " + remix.cleaned()));
      }
    }
    return 0;
  }

  /**
   * Output of {@code --json}.
   *
   * @param complete whether the model's training has ended
   * @param remixes in the order of the seeds
   */
  private record Figures(boolean complete, List<Remix> remixes) {}

  /**
   * Output of {@code --json} for tiles.
   *
   * @param complete whether the model's training has ended
   * @param tiles number of them
   * @param colours of their corners
   * @param manifest path of the file that says how they fit
   */
  private record TileFigures(boolean complete, int tiles, int colours, String manifest) {}

  /**
   * One remix.
   *
   * @param seed its number
   * @param file where it is
   * @param sources where it is in the colours of its sources; null if that was not asked for
   * @param cleaned what was taken away; null if that was not asked for
   * @param seconds that it took
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Remix(long seed, String file, String sources, String cleaned, double seconds) {}
}
