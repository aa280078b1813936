package org.sceneremix.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.DatasetCluster;
import org.sceneremix.viewer.dataset.DatasetRequest;

/**
 * Makes data sets with Apache Spark. Seeds are spread over tasks; what a lost worker was at is made
 * by another one. The machines must share the folders of model and data set; the program itself is
 * brought to them.
 */
public final class SparkCluster implements DatasetCluster {

  /** Tasks for each core: enough that no core waits long for the last ones. */
  private static final int TASKS_A_CORE = 4;

  /** A worker that is lost fails one task at a time; a scene that cannot be made fails always. */
  private static final int ATTEMPTS = 4;

  private static final String LOOPBACK = "127.0.0.1";
  private static final String VECTORS = "jdk.incubator.vector";

  /** Of the launcher's environment, what operators measured fastest with, on whatever processor. */
  private static final List<String> ENVIRONMENT =
      List.of(
          "MALLOC_MMAP_MAX_",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_TOP_PAD_",
          "MALLOC_ARENA_MAX",
          "OMP_WAIT_POLICY");

  /** Jars that every distribution of Spark has; shipped twice they would get into its way. */
  private static final Pattern OF_SPARK =
      Pattern.compile(
          ".*[/\\\\](spark-|scala-|hadoop-|jackson-|json4s|slf4j-|log4j-|netty-|zookeeper|curator-"
              + "|jersey-|jakarta\\.|kryo|chill|snappy|zstd|lz4|metrics-|avro|commons-).*");

  /** Jars of the same names that are ours: among others ND4J has a Jackson of its own. */
  private static final Pattern OURS = Pattern.compile(".*[/\\\\](commons-imaging-|nd4j[/\\\\]).*");

  @Override
  public void make(DatasetRequest request, String master, Progress progress) throws IOException {
    progress.at(0, "starting Spark");
    try (JavaSparkContext spark = new JavaSparkContext(configuration(master))) {
      List<Long> seeds = request.seeds();
      int tasks = Math.min(seeds.size(), TASKS_A_CORE * Math.max(4, spark.defaultParallelism()));
      JavaFutureAction<Void> job =
          spark.parallelize(seeds, tasks).foreachPartitionAsync(new SceneTask(request));
      await(job, spark, tasks, progress);
    } catch (IOException | CancellationException e) {
      throw e;
    } catch (Exception e) {
      // Spark is written in Scala and throws checked exceptions without declaring them
      if (progress.cancelled()) {
        throw stopped(e);
      }
      throw new IOException(
          "Spark cannot work with " + master + " (" + firstLine(e) + "); check the URL", e);
    }
  }

  private static CancellationException stopped(Exception cause) {
    CancellationException exception = new CancellationException("stopped");
    exception.initCause(cause);
    return exception;
  }

  private static SparkConf configuration(String master) {
    SparkConf configuration =
        new SparkConf()
            .setMaster(master)
            .setAppName("SceneRemix data set")
            .set("spark.ui.enabled", "false")
            .set("spark.task.maxFailures", Integer.toString(ATTEMPTS))
            // two attempts at one scene would write the same files
            .set("spark.speculation", "false")
            .set("spark.executor.extraJavaOptions", executorOptions());
    configuration.setIfMissing("spark.jars", ownJars());
    if (master.startsWith("local")) {
      // nobody else has to reach it
      configuration.setIfMissing("spark.driver.bindAddress", LOOPBACK);
      configuration.setIfMissing("spark.driver.host", LOOPBACK);
    }
    if (configuration.contains("spark.authenticate.secret")) {
      configuration.setIfMissing("spark.authenticate", "true");
      configuration.setIfMissing("spark.network.crypto.enabled", "true");
    }
    for (String name : ENVIRONMENT) {
      String value = System.getenv(name);
      if (value != null) {
        configuration.set("spark.executorEnv." + name, value);
      }
    }
    return configuration;
  }

  private static String executorOptions() {
    String options =
        "-Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxbytes=100%"
            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=400%";
    // the tracer's kernels differ in the last bits: all machines must have the same
    return ModuleLayer.boot().findModule(VECTORS).isPresent()
        ? "--add-modules " + VECTORS + " " + options
        : options;
  }

  /** This program and its libraries, for machines that know Spark only. */
  private static String ownJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> OURS.matcher(entry).matches() || !OF_SPARK.matcher(entry).matches())
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(","));
  }

  private static void await(
      JavaFutureAction<Void> job, JavaSparkContext spark, int tasks, Progress progress)
      throws IOException {
    while (true) {
      try {
        job.get(500, TimeUnit.MILLISECONDS);
        progress.at(1, tasks + " tasks");
        return;
      } catch (TimeoutException e) {
        if (progress.cancelled()) {
          job.cancel(true);
          throw stopped(e);
        }
        int done = completed(job, spark);
        progress.at((double) done / tasks, done + " of " + tasks + " tasks");
      } catch (ExecutionException e) {
        if (progress.cancelled()) {
          throw stopped(e);
        }
        throw new IOException("the cluster could not make it: " + reason(e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw stopped(e);
      }
    }
  }

  private static int completed(JavaFutureAction<Void> job, JavaSparkContext spark) {
    int done = 0;
    for (int id : job.jobIds()) {
      SparkJobInfo info = spark.statusTracker().getJobInfo(id);
      for (int stage : info == null ? new int[0] : info.stageIds()) {
        SparkStageInfo tasks = spark.statusTracker().getStageInfo(stage);
        done += tasks == null ? 0 : tasks.numCompletedTasks();
      }
    }
    return done;
  }

  /** The worker's own exception, of which Spark gives type, message and stack as one text. */
  private static String reason(ExecutionException e) {
    String text = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    int own = text.indexOf("Exception: ");
    return text.substring(own < 0 ? 0 : own + "Exception: ".length())
        .lines()
        .findFirst()
        .orElse("no reason given");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
