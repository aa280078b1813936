package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.Remixes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix sample}: generator to remixes. */
@Command(
    name = "sample",
    description = "Makes remixes of a trained scene, one grid a seed. The training may still run.")
final class SampleCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "Folder that 'remix train' made.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the grids remix-SEED.grid.")
  private Path out;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      defaultValue = "1",
      converter = Seeds.Converter.class,
      description = "Seeds such as 1-8,12 (${DEFAULT-VALUE}).")
  private Seeds seeds;

  @Option(
      names = "--start-stage",
      paramLabel = "K",
      description =
          "Keep the scene's own layout, as the stages before stage K (from 0) see it, and make only"
              + " the finer ones new.")
  private Integer startStage;

  @Mixin private SceneOptions options;
  @Mixin private BackendOption backend;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    if (startStage != null && options.hasSize()) {
      throw console.usageError(
          "with --start-stage the layout, and so the size, is the scene's; leave --size away");
    }
    try (Engine engine = backend.open(console)) {
      threads.applyToEngine();
      return sample(Remixes.open(new ModelFolder(model), options.detail(), engine));
    }
  }

  private int sample(Remixes remixes) throws IOException {
    Model opened = remixes.model();
    requireStage(opened.cascade().stageCount());
    RemixSettings settings = options.settings(opened, Periodicity.NONE);
    List<Remix> made = new ArrayList<>();
    try (TaskProgress progress = console.progress("Sampling")) {
      for (long seed : seeds.values()) {
        progress.stopIfCancelled();
        double count = seeds.values().size();
        Progress part =
            progress.part(made.size() / count, (made.size() + 1) / count, "seed " + seed);
        long begin = System.nanoTime();
        Path file = out.resolve(Remixes.fileName(seed));
        OptionalDouble kept =
            remixes.write(recipe(opened, seed), settings, "sample", parameters(), seed, file, part);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        made.add(
            new Remix(
                seed, file.toString(), seconds, kept.isPresent() ? kept.getAsDouble() : null));
      }
      progress.at(1, made.size() + " remixes");
    }
    if (json.isSet()) {
      json.print(new Figures(opened.complete(), made));
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%d remixes of %s voxels in %s%s%s",
              made.size(),
              remixes.sizeOf(settings),
              out,
              opened.complete() ? "" : " (of a model whose training has not ended)",
              layoutKept(made)));
    }
    return 0;
  }

  private static String layoutKept(List<Remix> made) {
    OptionalDouble mean =
        made.stream()
            .filter(remix -> remix.layoutKept() != null)
            .mapToDouble(Remix::layoutKept)
            .average();
    return mean.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "; detail kept %.0f %% of what is occupied (intersection over union, mean)",
            100 * mean.getAsDouble());
  }

  private void requireStage(int stages) {
    if (startStage != null && (startStage < 0 || startStage > stages)) {
      throw console.usageError(
          "--start-stage must be 0 to " + stages + " with this model, not " + startStage);
    }
  }

  private Recipe recipe(Model opened, long seed) {
    return startStage == null
        ? Recipe.ofSeed(seed)
        : Recipe.refined(opened.reference(), startStage, seed);
  }

  private ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    if (startStage != null) {
      parameters.put("startStage", startStage);
    }
    return parameters;
  }

  /**
   * What {@code --json} prints.
   *
   * @param complete whether the model's training has ended
   * @param remixes in the order of the seeds
   */
  private record Figures(boolean complete, List<Remix> remixes) {}

  /**
   * One remix.
   *
   * @param seed its number
   * @param file where it is
   * @param seconds that it took
   * @param layoutKept with detail, intersection over union of what is occupied before and after
   */
  private record Remix(
      long seed,
      String file,
      double seconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double layoutKept) {}
}
