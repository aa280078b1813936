package org.sceneremix.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.ui.ViewerWindow;
import org.sceneremix.volume.io.GridFile;

/**
 * Frames of the viewer's whole window, panels included, whose picture shows a scene of 64 voxels a
 * side that the camera goes around.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
public class WindowBenchmark {

  /** Width of the window beside its picture, taken by the panels; pixels. */
  private static final int MARGIN_WIDTH = 352;

  /** Height of the window beside its picture, taken by menus and the strip of scenes; pixels. */
  private static final int MARGIN_HEIGHT = 164;

  /** Pixels of the picture. */
  @Param({"640x480", "1280x800"})
  public String picture;

  private Path folder;
  private Session session;
  private ViewerWindow window;

  @Setup(Level.Trial)
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("window");
    Path grid = folder.resolve("scene.grid");
    new GridFile(ProceduralScene.spheresOnTable(64), JsonNodeFactory.instance.objectNode())
        .write(grid);
    session = new Session(folder, 1, Throwable::getMessage);
    session.settings().setHintSeen(true);
    String[] sides = picture.split("x");
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    window = ViewerWindow.offscreen(session, width + MARGIN_WIDTH, height + MARGIN_HEIGHT);
    session.open(grid);
    window.run(() -> !session.isBusy() && window.isSettled());
    float[] place = window.places().get("Picture");
    if (Math.abs(place[2] - width) > 8 || Math.abs(place[3] - height) > 8) {
      throw new IllegalStateException(
          "the picture has " + place[2] + "x" + place[3] + " pixels; set the margins right");
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    window.close();
    session.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** One frame in which the camera has moved. */
  @Benchmark
  public void orbit() {
    session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.02, 0));
    int[] frames = new int[1];
    window.run(() -> frames[0]++ > 0);
  }
}
