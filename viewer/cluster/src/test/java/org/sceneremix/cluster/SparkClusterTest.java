package org.sceneremix.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.DatasetCores;
import org.sceneremix.viewer.dataset.DatasetFolder;
import org.sceneremix.viewer.dataset.DatasetRequest;
import org.sceneremix.viewer.picture.DistanceFormat;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/** Data sets by Spark, with the bytes of those made without it. */
class SparkClusterTest {

  private static final int SCENES = 40;

  @TempDir private static Path folder;

  private static Path expected;

  @BeforeAll
  static void makeWithoutSpark() throws IOException {
    VoxelGrid scene = VoxelGrid.empty(24, 24, 12, new Aabb(-1, -1, 0, 1, 1, 1), 50);
    for (int i = 0; i < 24 * 24 * 4; i++) {
      scene.data()[i * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = i % 5 == 0 ? -1 : 1;
    }
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      CpuTracer tracer = new CpuTracer(workers);
      Trainer.begin(
              new ModelFolder(folder.resolve("model")),
              TrainSettings.of(24, 1).withIterations(1),
              new GridFile(scene, JsonNodeFactory.instance.objectNode()),
              List.of(),
              JsonNodeFactory.instance.objectNode(),
              tracer,
              engine)
          .run(Progress.NONE);
    }
    expected = folder.resolve("expected");
    DatasetRequest request = begin("expected");
    DatasetCores.make(request, 1, Progress.NONE);
  }

  private static DatasetRequest begin(String name) throws IOException {
    DatasetRequest request =
        new DatasetRequest(
            folder.resolve("model").toString(),
            folder.resolve(name).toString(),
            1,
            SCENES,
            8,
            96,
            96,
            0,
            1,
            0.5,
            0,
            DistanceFormat.PNG,
            TracerKind.CPU);
    new DatasetFolder(request, description()).begin();
    return request;
  }

  private static ObjectNode description() throws IOException {
    return new ModelFolder(folder.resolve("model")).description();
  }

  private static void assertAsExpected(String name) throws IOException {
    Path actual = folder.resolve(name);
    try (Stream<Path> files = Files.walk(expected)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(actual.resolve(expected.relativize(file))).hasSameBinaryContentAs(file);
      }
    }
    try (Stream<Path> files = Files.walk(actual)) {
      assertThat(files.filter(file -> !Files.exists(expected.resolve(actual.relativize(file)))))
          .isEmpty();
    }
  }

  @Test
  void threadsOfOneProcessMakeTheSameBytes() throws IOException {
    new SparkCluster().make(begin("local"), "local[2]", Progress.NONE);
    assertAsExpected("local");
  }

  @Test
  void aSceneThatCannotBeMadeEndsItWithItsReason() throws IOException {
    DatasetRequest request = begin("broken");
    Files.writeString(folder.resolve("broken/scene-5"), "no folder");
    assertThatThrownBy(() -> new SparkCluster().make(request, "local[2]", Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("scene-5")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aMasterThatIsNoneIsRefused() throws IOException {
    DatasetRequest request = begin("nowhere");
    assertThatThrownBy(() -> new SparkCluster().make(request, "sparc://x", Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sparc://x");
  }

  /** Of two worker processes one is killed while it works; the other makes its scenes, too. */
  @Test
  void whatALostWorkerLeavesIsMadeByAnother() throws Exception {
    int port = freePort();
    String master = "spark://127.0.0.1:" + port;
    List<SparkProcess> processes = new ArrayList<>();
    System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    System.setProperty("spark.jars", "");
    System.setProperty("spark.executor.cores", "1");
    System.setProperty("spark.executor.memory", "768m");
    System.setProperty("spark.driver.host", "127.0.0.1");
    try {
      processes.add(
          SparkProcess.start(
              folder.resolve("master"),
              "org.apache.spark.deploy.master.Master",
              "--host",
              "127.0.0.1",
              "--port",
              Integer.toString(port),
              "--webui-port",
              "0"));
      awaitMaster(port, processes.get(0));
      for (int worker = 1; worker <= 2; worker++) {
        processes.add(
            SparkProcess.start(
                folder.resolve("worker-" + worker),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve("worker-" + worker).toString(),
                master));
      }
      DatasetRequest request = begin("cluster");
      CompletableFuture<Void> job =
          CompletableFuture.runAsync(
              () -> {
                try {
                  new SparkCluster().make(request, master, Progress.NONE);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Path victim = folder.resolve("worker-2");
      while (!job.isDone() && (scenes() < 2 || !hasExecutor(victim))) {
        Thread.sleep(50);
      }
      assertThat(job)
          .as(
              "ended before a worker was killed; what the workers said: %s",
              processes.get(1).output())
          .isNotDone();
      processes.get(2).kill();
      job.get();
      assertThat(processes.get(2).isAlive()).isFalse();
      assertThat(processes.get(1).isAlive()).isTrue();
    } finally {
      processes.forEach(SparkProcess::close);
      for (String name :
          List.of(
              "spark.executor.extraClassPath",
              "spark.jars",
              "spark.executor.cores",
              "spark.executor.memory",
              "spark.driver.host")) {
        System.clearProperty(name);
      }
    }
    assertAsExpected("cluster");
  }

  private static int scenes() throws IOException {
    int made = 0;
    for (int seed = 1; seed <= SCENES; seed++) {
      made += Files.exists(folder.resolve("cluster/scene-" + seed + "/transforms.json")) ? 1 : 0;
    }
    return made;
  }

  /** Whether a worker has started a process that carries out tasks: its work has a folder. */
  private static boolean hasExecutor(Path worker) throws IOException {
    try (Stream<Path> entries = Files.list(worker)) {
      return entries.anyMatch(entry -> entry.getFileName().toString().startsWith("app-"));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitMaster(int port, SparkProcess master) throws Exception {
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        assertThat(master.isAlive()).as(master.output()).isTrue();
        Thread.sleep(100);
      }
    }
  }
}
