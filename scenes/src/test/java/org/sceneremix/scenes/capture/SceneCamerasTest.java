package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

class SceneCamerasTest {

  private static final Path FILE = Path.of("heap.grid");

  private static final VoxelGrid GRID = VoxelGrid.empty(2, 2, 2, new Aabb(-1, -1, -1, 1, 1, 1), 50);

  private static final List<Camera> CAMERAS =
      new Orbit(3, 30).cameras(GRID.box(), Intrinsics.ofFieldOfView(16, 12, 0.7));

  @Test
  void camerasAreKeptInTheFileOfAScene() throws IOException {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    assertThat(SceneCameras.of(new GridFile(GRID, metadata), FILE)).isEmpty();
    SceneCameras.put(metadata, CAMERAS);
    assertThat(SceneCameras.of(new GridFile(GRID, metadata), FILE)).isEqualTo(CAMERAS);
  }

  @Test
  void aDamagedCameraIsSaidWithItsFile() throws IOException {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    SceneCameras.put(metadata, CAMERAS);
    ArrayNode row =
        (ArrayNode) metadata.at("/" + SceneCameras.FIELD + "/frames/1/transform_matrix/0");
    row.set(0, 7);
    GridFile damaged = new GridFile(GRID, metadata);
    assertThatThrownBy(() -> SceneCameras.of(damaged, FILE))
        .isInstanceOf(CaptureException.class)
        .hasMessageStartingWith("heap.grid, cameras: frame 1, transform_matrix: ");
  }
}
