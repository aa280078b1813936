package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.viewer.tiles.SmallTiles;
import org.sceneremix.viewer.tiles.TileGround;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class EndlessGroundTest {

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void begin() throws IOException {
    SmallTiles.write(Files.createDirectory(folder.resolve("tiles")));
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
  }

  @AfterEach
  void end() {
    session.close();
  }

  private void settle() {
    do {
      session.poll();
      Thread.onSpinWait();
    } while (session.isBusy());
  }

  private VoxelGrid shown() {
    return session.scenes().shownGrid().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiles", "tiles/tiles.json"})
  void theGroundGoesOnWhereverOneLooks(String opened) throws IOException {
    session.open(folder.resolve(opened));
    settle();
    TileGround ground = TileGround.open(folder.resolve("tiles"));
    assertThat(shown().data()).isEqualTo(ground.around(new TileGround.Place(0, 0)).data());
    assertThat(session.viewpoint().camera().distance()).isLessThan(shown().box().sizeX() / 2);
    long id = session.state().shown().orElseThrow();
    for (Vector3d to : new Vector3d[] {new Vector3d(70, 3, 1), new Vector3d(-400, 900, 1)}) {
      session.viewpoint().lookAt(session.viewpoint().camera().focused(to));
      settle();
      Vector3d pivot = session.viewpoint().camera().pivot();
      assertThat(shown().box().contains(pivot.x, pivot.y, pivot.z)).isTrue();
      assertThat(shown().data()).isEqualTo(ground.around(ground.at(pivot.x, pivot.y)).data());
    }
    assertThat(session.state().shown()).hasValue(id);
    assertThat(session.notices().all()).noneMatch(Notice::error);
  }

  @Test
  void whatIsLookedAtStaysWhileTheGroundIsTheSame() {
    session.open(folder.resolve("tiles"));
    settle();
    VoxelGrid before = shown();
    session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.5, 0.1));
    settle();
    assertThat(shown()).isSameAs(before);
  }

  @Test
  void whoComesFromFarAwaySeesAllOfTheNextScene() {
    session.open(folder.resolve("tiles"));
    settle();
    session.viewpoint().lookAt(session.viewpoint().camera().focused(new Vector3d(400, 900, 1)));
    settle();
    session.open(folder.resolve("tiles/tile-00.grid"));
    settle();
    Aabb box = shown().box();
    assertThat(session.viewpoint().camera())
        .isEqualTo(ViewCamera.showing(box, session.viewpoint().camera().fieldOfView()));
  }

  @Test
  void tilesThatAreGoneAreToldOnce() throws IOException {
    session.open(folder.resolve("tiles"));
    settle();
    for (int tile = 0; tile < 3; tile++) {
      Files.delete(folder.resolve("tiles/tile-0" + tile + ".grid"));
    }
    for (int x = 70; x < 200; x += 40) {
      session.viewpoint().lookAt(session.viewpoint().camera().focused(new Vector3d(x, 3, 1)));
      settle();
    }
    assertThat(session.notices().all()).filteredOn(Notice::error).hasSize(1);
  }
}
