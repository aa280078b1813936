package org.sceneremix.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.joml.Vector3d;
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
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/** A square colour picture that the scene fills. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PictureBenchmark {

  /** Grid file to look at; spheres on a table, 128 voxels a side, if there is none. */
  static final String GRID_PROPERTY = "remix.bench.grid";

  private static final double FIELD_OF_VIEW = 0.6911;

  @Param({"200", "400", "800"})
  public int size;

  @Param({"1", "2"})
  public int threads;

  private VoxelGrid grid;
  private Camera camera;
  private Workers workers;
  private PictureMaker maker;

  @Setup(Level.Trial)
  public void prepare() throws IOException {
    String file = System.getProperty(GRID_PROPERTY);
    grid = file == null ? ProceduralScene.spheresOnTable(128) : GridFile.read(Path.of(file)).grid();
    Aabb box = grid.box();
    Vector3d centre = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    // at this distance the sphere around the box fills the field of view
    double distance = box.diagonal() / 2 / Math.sin(FIELD_OF_VIEW / 2);
    Vector3d eye = new Vector3d(1, 0.8, 0.7).normalize(distance).add(centre);
    camera =
        Camera.lookAt(
            Intrinsics.ofFieldOfView(size, size, FIELD_OF_VIEW),
            eye,
            centre,
            new Vector3d(0, 0, 1));
    workers = new Workers(threads);
    maker = new PictureMaker(new CpuTracer(workers), workers, PictureMode.COLOUR, Background.WHITE);
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }

  @Benchmark
  public Image picture() {
    return maker.picture(grid, camera);
  }
}
