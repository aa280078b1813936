package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.viewer.session.BoxPart;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.viewer.ui.Projection.Spot;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** Handles that are dragged, without a window. */
class HandlesTest {

  private static final SceneView.Rectangle AREA = new SceneView.Rectangle(40, 20, 800, 600);
  private static final BoxPart MARK = new BoxPart(0.4, 0.4, 0, 0.6, 0.6, 0.5);

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void open() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(8, 8, 4, new Aabb(-1, -1, 0, 1, 1, 1), 1);
    new GridFile(grid, JsonNodeFactory.instance.objectNode()).write(folder.resolve("scene.grid"));
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
    session.open(folder.resolve("scene.grid"));
    while (session.isBusy()) {
      session.poll();
    }
    session.poll();
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Projection projection() {
    return new Projection(session.viewpoint().camera(), AREA);
  }

  private Spot spot(double x, double y, double z) {
    return projection().spot(new Vector3d(x, y, z)).orElseThrow();
  }

  private void drag(Spot from, Spot to) {
    Handles handles = new Handles(session, projection());
    Handles.Handle handle = handles.at(from.x(), from.y()).orElseThrow();
    handles.drag(handle, from.x(), from.y(), to.x(), to.y());
  }

  private Aabb marked() {
    return session.state().marked().orElseThrow().in(session.scenes().box().orElseThrow());
  }

  @Test
  void sideFollowsTheMouseAlongItsAxis() {
    session.mark(Optional.of(MARK));
    drag(spot(0.2, 0, 0.25), spot(0.6, 0, 0.25));
    assertThat(marked().maxX()).isCloseTo(0.6, within(1e-3));
    assertThat(marked().minX()).isCloseTo(-0.2, within(1e-9));
    assertThat(marked().maxY()).isCloseTo(0.2, within(1e-9));
    drag(spot(0.2, 0, 0.5), spot(0.2, 0, 0.8));
    assertThat(marked().maxZ()).isCloseTo(0.8, within(1e-3));
    session.endGesture();
    session.timeline().undo();
    assertThat(session.state().marked()).isEmpty();
  }

  @Test
  void sidesDoNotPassEachOtherNorTheScenes() {
    session.mark(Optional.of(MARK));
    drag(spot(0.2, 0, 0.25), spot(-0.9, 0, 0.25));
    assertThat(marked().minX()).isCloseTo(-0.2, within(1e-9));
    assertThat(marked().sizeX()).isCloseTo(0.02, within(1e-6));
    drag(spot(-0.19, 0.2, 0.25), spot(-0.19, 5, 0.25));
    assertThat(marked().maxY()).isCloseTo(1, within(1e-9));
  }

  @Test
  void middleMovesTheBoxOverTheGroundAndKeepsItsSize() {
    session.mark(Optional.of(MARK));
    drag(spot(0, 0, 0.25), spot(0.3, -0.4, 0.25));
    assertThat(marked().centreX()).isCloseTo(0.3, within(1e-3));
    assertThat(marked().centreY()).isCloseTo(-0.4, within(1e-3));
    assertThat(marked().sizeX()).isCloseTo(0.4, within(1e-9));
    assertThat(marked().minZ()).isZero();
  }

  @Test
  void cutHasHandlesOfItsOwn() {
    session.setLook(session.state().look().withCut(MARK));
    drag(spot(0.2, 0, 0.25), spot(0.6, 0, 0.25));
    assertThat(session.state().look().cut().high(0)).isCloseTo(0.8, within(1e-3));
  }

  @Test
  void keyOfThePathMovesInThePlaneOfThePicture() {
    ViewCamera camera = session.viewpoint().camera();
    ViewCamera key = camera.flown(0.5, 0.2, 1).zoomed(0.5);
    session.paths().set(session.state().path().withKey(key));
    Vector3d eye = key.eye();
    Spot from = spot(eye.x, eye.y, eye.z);
    drag(from, new Spot(from.x() + 50, from.y()));
    ViewCamera moved = session.state().path().keys().get(0);
    Vector3d move = moved.eye().sub(eye);
    assertThat(move.length()).isGreaterThan(0.01);
    assertThat(move.dot(camera.forward())).isCloseTo(0, within(1e-6));
    assertThat(moved.forward().distance(key.forward())).isLessThan(1e-9);
  }

  @Test
  void nothingIsThereToTakeHoldOfWhereNothingIsMarked() {
    Spot middle = spot(0, 0, 0.5);
    assertThat(new Handles(session, projection()).at(middle.x(), middle.y())).isEmpty();
  }
}
