package org.sceneremix.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.viewer.bench.BenchmarkSuite;

/** The benchmarks of this module, with the parameters that the growth curves need. */
public final class JmhSuite implements BenchmarkSuite {

  private static final List<Integer> RESOLUTIONS = List.of(32, 64, 128, 256);
  private static final List<Integer> GPU_RESOLUTIONS = List.of(64, 128);
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final int BATCH = 4096;
  private static final int LARGE_BATCH = 65536;
  private static final List<Double> OTHER_STEPS = List.of(0.25, 1.0);
  private static final List<Integer> PICTURE_SIZES = List.of(200, 400, 800);

  private final List<Benchmark> benchmarks = new ArrayList<>();

  /** Called by the service loader. */
  public JmhSuite() {}

  @Override
  public List<Benchmark> benchmarks(Optional<Path> grid) {
    benchmarks.clear();
    addMachine("arithmetic", "arithmetic", 64, JmhBenchmark.Quantity.OPERATIONS);
    for (int resolution : List.of(64, 128, 256)) {
      String voxels = " " + resolution + "^3";
      addMachine("read in order" + voxels, "readInOrder", resolution, JmhBenchmark.Quantity.BYTES);
      addMachine(
          "read here and there" + voxels,
          "readHereAndThere",
          resolution,
          JmhBenchmark.Quantity.LINES);
    }
    for (int resolution : RESOLUTIONS) {
      for (int threads : THREADS) {
        addTrace(resolution, 0.5, TracerKind.CPU, threads);
        addPatch(resolution, threads);
      }
    }
    for (double step : OTHER_STEPS) {
      addTrace(64, step, TracerKind.CPU, 2);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    for (int resolution : GPU_RESOLUTIONS) {
      addTrace(resolution, 0.5, TracerKind.GPU, cores);
      addBatch(resolution, TracerKind.GPU, cores);
      addBatch(resolution, TracerKind.CPU, cores);
    }
    for (int size : PICTURE_SIZES) {
      for (int threads : THREADS) {
        add(
            new JmhBenchmark(
                "picture " + size + "x" + size + ", " + threads(threads),
                PictureBenchmark.class,
                "picture",
                Map.of("size", "" + size, "threads", "" + threads),
                JmhBenchmark.Quantity.MILLISECONDS,
                grid.map(file -> "-D" + PictureBenchmark.GRID_PROPERTY + "=" + file)));
      }
    }
    for (String picture : List.of("640x480", "1280x800")) {
      add(
          new JmhBenchmark(
              "window, picture of " + picture + ", orbiting 64^3",
              WindowBenchmark.class,
              "orbit",
              Map.of("picture", picture),
              JmhBenchmark.Quantity.FRAMES,
              Optional.empty()));
    }
    for (int threads : THREADS) {
      addTime(
          "fit iteration 64^3, " + threads(threads),
          FitBenchmark.class,
          "iteration",
          Map.of("threads", "" + threads));
    }
    addTime("train iteration 64", TrainBenchmark.class, "iterations", Map.of());
    for (int resolution : List.of(64, 128)) {
      addTime(
          "remix " + resolution,
          RemixBenchmark.class,
          "remix",
          Map.of("resolution", "" + resolution));
    }
    addTime("grid file 128^3, write", GridFileBenchmark.class, "write", Map.of());
    addTime("grid file 128^3, read", GridFileBenchmark.class, "read", Map.of());
    return List.copyOf(benchmarks);
  }

  /** The dense scene, along the rays of neighbouring pixels. */
  private void addPatch(int resolution, int threads) {
    addTrace(
        "patch " + resolution + "^3, step 0.5, " + threads(threads),
        Map.of("resolution", "" + resolution, "order", TraceBenchmark.Order.PATCH.name()),
        TracerKind.CPU,
        threads,
        JmhBenchmark.Quantity.SAMPLES);
  }

  /** The dense scene in rays, so many at once that a card has enough to do. */
  private void addBatch(int resolution, TracerKind tracing, int threads) {
    String where = tracing == TracerKind.GPU ? "gpu" : "all cores";
    addTrace(
        String.format(
            Locale.ROOT, "dense %d^3, batch of %d, step 0.5, %s", resolution, LARGE_BATCH, where),
        Map.of("resolution", "" + resolution, "batch", "" + LARGE_BATCH),
        tracing,
        threads,
        JmhBenchmark.Quantity.RAYS);
  }

  /** Dense scenes in samples, of which each costs the same; sparse ones in rays. */
  private void addTrace(int resolution, double step, TracerKind tracing, int threads) {
    String where = tracing == TracerKind.GPU ? "gpu" : threads(threads);
    for (TraceBenchmark.Scene scene : TraceBenchmark.Scene.values()) {
      boolean dense = scene == TraceBenchmark.Scene.DENSE;
      addTrace(
          String.format(
              Locale.ROOT,
              "%s %d^3, step %s, %s",
              dense ? "dense" : "sparse",
              resolution,
              step,
              where),
          Map.of("resolution", "" + resolution, "scene", scene.name(), "step", "" + step),
          tracing,
          threads,
          dense ? JmhBenchmark.Quantity.SAMPLES : JmhBenchmark.Quantity.RAYS);
    }
  }

  /**
   * Both directions.
   *
   * @param parameters that are not those of the dense scene, {@value #BATCH} rays in random order
   *     and a step of half a voxel
   */
  private void addTrace(
      String name,
      Map<String, String> parameters,
      TracerKind tracing,
      int threads,
      JmhBenchmark.Quantity quantity) {
    Map<String, String> all = new HashMap<>();
    all.put("scene", TraceBenchmark.Scene.DENSE.name());
    all.put("order", TraceBenchmark.Order.RANDOM.name());
    all.put("batch", "" + BATCH);
    all.put("step", "0.5");
    all.put("tracing", tracing.name());
    all.put("threads", "" + threads);
    all.putAll(parameters);
    for (String method : List.of("forward", "forwardAndAdjoint")) {
      String direction = method.equals("forward") ? "forward" : "forward + adjoint";
      add(
          new JmhBenchmark(
              direction + " " + name,
              TraceBenchmark.class,
              method,
              Map.copyOf(all),
              quantity,
              Optional.empty()));
    }
  }

  /** The limits of the machine. */
  private void addMachine(
      String what, String method, int resolution, JmhBenchmark.Quantity quantity) {
    add(
        new JmhBenchmark(
            "machine, " + what,
            MachineBenchmark.class,
            method,
            Map.of("resolution", "" + resolution),
            quantity,
            Optional.empty()));
  }

  private void addTime(String name, Class<?> type, String method, Map<String, String> parameters) {
    add(
        new JmhBenchmark(
            name, type, method, parameters, JmhBenchmark.Quantity.MILLISECONDS, Optional.empty()));
  }

  private void add(JmhBenchmark benchmark) {
    benchmarks.add(benchmark);
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
