package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** A folder of renders is a capture. */
class RenderedCaptureTest {

  @TempDir private Path folder;

  /** A ball whose colour changes from place to place. */
  private static VoxelGrid ball() {
    int n = 24;
    VoxelGrid grid = VoxelGrid.empty(n, n, n, Aabb.centredCube(1), 60);
    for (int z = 0; z < n; z++) {
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          int i = grid.index(x, y, z);
          double middle = 0.5 * (n - 1);
          double r = Math.hypot(Math.hypot(x - middle, y - middle), z - middle);
          grid.data()[i + VoxelGrid.DENSITY] = (float) Math.max(-1, Math.min(1, 8.5 - r));
          grid.data()[i + VoxelGrid.RED] = (float) Math.sin(0.5 * x);
          grid.data()[i + VoxelGrid.GREEN] = (float) Math.cos(0.4 * y + 0.2 * z);
          grid.data()[i + VoxelGrid.BLUE] = (float) Math.sin(0.3 * (x + z));
        }
      }
    }
    return grid;
  }

  @Test
  void fitOfRendersGivesTheSceneBack() throws IOException {
    String scene = folder.resolve("scene.grid").toString();
    new GridFile(ball(), JsonNodeFactory.instance.objectNode()).write(Path.of(scene));
    String renders = folder.resolve("renders").toString();
    CommandRun render =
        CommandRun.of(
            "render",
            scene,
            "--out",
            renders,
            "--orbit",
            "32",
            "--size",
            "64",
            "--background",
            "transparent",
            "-q");
    assertThat(render.status()).as(render.err()).isZero();
    CommandRun fit =
        CommandRun.of(
            "fit",
            renders,
            "--out",
            folder.resolve("again.grid").toString(),
            "--resolution",
            "24",
            "--iterations",
            "300",
            "--json",
            "-q");
    assertThat(fit.status()).as(fit.err()).isZero();
    assertThat(new ObjectMapper().readTree(fit.out()).path("psnr").asDouble())
        .isGreaterThanOrEqualTo(30);
  }

  @Test
  void camerasOfAFolderAreNotOverwrittenByRendersInIt() throws IOException {
    String scene = folder.resolve("scene.grid").toString();
    new GridFile(ball(), JsonNodeFactory.instance.objectNode()).write(Path.of(scene));
    String out = folder.resolve("renders").toString();
    CommandRun.of("render", scene, "--out", out, "--orbit", "2", "--size", "16", "-q");
    Path cameras = folder.resolve("renders/transforms.json");
    String reformatted = Files.readString(cameras).replace("\n", " ");
    Files.writeString(cameras, reformatted);
    CommandRun again =
        CommandRun.of("render", scene, "--out", out, "--cameras", cameras.toString(), "-q");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(cameras).hasContent(reformatted);
  }
}
