package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.volume.Aabb;

/** The same ring of cameras in the layouts of other programs, each with its own axes. */
class OtherFormatsTest {

  private static final int COUNT = 8;
  private static final Intrinsics PINHOLE = new Intrinsics(32, 24, 40, 41, 15, 13);

  @TempDir private Path folder;

  /** A ring around the origin, z up. */
  private static List<Camera> ring() {
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      double angle = 2 * Math.PI * i / COUNT;
      Vector3d eye = new Vector3d(4 * Math.cos(angle), 4 * Math.sin(angle), 3);
      cameras.add(Camera.lookAt(PINHOLE, eye, new Vector3d(), new Vector3d(0, 0, 1)));
    }
    return cameras;
  }

  /** Camera-to-world in a world whose up is y, as ARKit has it. */
  private static Matrix4d yUp(Camera camera) {
    // new x is old y, new y old z, new z old x
    return new Matrix4d(0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1).mul(camera.cameraToWorld());
  }

  private void picture(String path) throws IOException {
    CaptureFolder.writeOpaque(folder.resolve(path), PINHOLE.width(), PINHOLE.height());
  }

  private static void assertRing(List<View> views) {
    List<Camera> expected = ring();
    assertThat(views).isNotEmpty();
    for (View view : views) {
      assertThat(view.camera().intrinsics().fx()).isCloseTo(40, within(1e-9));
      assertThat(view.camera().intrinsics().fy()).isCloseTo(41, within(1e-9));
      assertThat(view.camera().intrinsics().cx()).isCloseTo(15, within(1e-9));
      assertThat(view.camera().intrinsics().cy()).isCloseTo(13, within(1e-9));
      assertThat(expected)
          .anySatisfy(
              camera ->
                  assertThat(camera.cameraToWorld().equals(view.camera().cameraToWorld(), 1e-6))
                      .isTrue());
    }
  }

  @Test
  void polycamsCorrectedCamerasComeFirst() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      Matrix4dc pose = yUp(ring().get(i));
      for (String kind : List.of("", "corrected_")) {
        ObjectNode camera = CaptureFolder.object().put("fx", 40).put("fy", 41);
        camera.put("cx", 15).put("cy", 13).put("width", 32).put("height", 24).put("blur_score", 9);
        for (int row = 0; row < 3; row++) {
          for (int column = 0; column < 4; column++) {
            double off = kind.isEmpty() && column == 3 ? 1 : 0;
            camera.put("t_" + row + column, pose.get(column, row) + off);
          }
        }
        Path keyframes = folder.resolve("keyframes");
        CaptureFolder.write(keyframes.resolve(kind + "cameras/17" + i + ".json"), camera);
        picture("keyframes/" + kind + "images/17" + i + ".jpg");
      }
    }
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertRing(capture.views());
    assertThat(capture.remarks()).isEmpty();
    assertThat(CaptureReader.read(folder.resolve("keyframes")).views()).hasSize(COUNT);
    Files.writeString(folder.resolve("keyframes/corrected_cameras/170.json"), "{\"fx\": 40}");
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("corrected_cameras: frame 0");
  }

  @Test
  void record3dNumbersItsPictures() throws IOException {
    ObjectNode metadata = CaptureFolder.object().put("w", 32).put("h", 24).put("fps", 60);
    metadata.putArray("K").add(40).add(0).add(0).add(0).add(41).add(0).add(15).add(13).add(1);
    ArrayNode poses = metadata.putArray("poses");
    for (int i = 0; i < 12; i++) {
      Matrix4dc pose = yUp(ring().get(i % COUNT));
      Quaterniond q = pose.getNormalizedRotation(new Quaterniond());
      poses
          .addArray()
          .add(q.x)
          .add(q.y)
          .add(q.z)
          .add(q.w)
          .add(pose.m30())
          .add(pose.m31())
          .add(pose.m32());
      picture("rgbd/" + i + ".jpg");
    }
    CaptureFolder.write(folder.resolve("metadata"), metadata);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(12);
    assertRing(capture.views());
    for (View view : capture.views()) {
      int number = Integer.parseInt(view.name().replaceAll("\\D", ""));
      assertThat(view.camera().position().distance(ring().get(number % COUNT).position()))
          .isLessThan(1e-6);
    }
  }

  private void writeNsvf(String intrinsics) throws IOException {
    Files.writeString(folder.resolve("intrinsics.txt"), intrinsics);
    Files.createDirectories(folder.resolve("pose"));
    for (int i = 0; i < COUNT; i++) {
      Matrix4d pose = new Matrix4d(ring().get(i).cameraToWorld()).scale(1, -1, -1);
      StringBuilder text = new StringBuilder();
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 4; column++) {
          text.append(String.format(Locale.ROOT, "%.17g ", pose.get(column, row)));
        }
        text.append('\n');
      }
      String name = (i < 5 ? "0_" : i < 6 ? "1_" : "2_") + "000" + i;
      Files.writeString(folder.resolve("pose/" + name + ".txt"), text);
      picture("rgb/" + name + ".png");
    }
  }

  @Test
  void nsvfSplitsByNameAndSaysItsBox() throws IOException {
    writeNsvf("40 0 15 0\n0 41 13 0\n0 0 1 0\n0 0 0 1\n");
    Files.writeString(folder.resolve("bbox.txt"), "-1 -2 -0.5 1 2 0.5 0.1\n");
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.training()).hasSize(5);
    assertThat(capture.heldOut())
        .extracting(View::name)
        .containsExactly("rgb/2_0006", "rgb/2_0007");
    assertThat(capture.box()).contains(new Aabb(-1, -2, -0.5, 1, 2, 0.5));
    assertRing(capture.views());
    writeNsvf("40 15 13 0.\n0. 0. 0.\n");
    assertThat(CaptureReader.read(folder).training().get(0).camera().intrinsics())
        .isEqualTo(new Intrinsics(32, 24, 40, 40, 15, 13));
    writeNsvf("40 many\n");
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("intrinsics.txt: \"many\" is not a number");
  }

  /** A world that is moved, turned and scaled from the unit sphere, and signs and factors of P. */
  private void writeIdr() throws IOException {
    Matrix4d toWorld = new Matrix4d().translate(7, -3, 5).rotateXYZ(0.4, 2, 1).scale(20);
    try (OutputStream out = Files.newOutputStream(folder.resolve("cameras.npz"));
        ZipOutputStream archive = new ZipOutputStream(out)) {
      for (int i = 0; i < COUNT; i++) {
        Matrix4d toCamera =
            new Matrix4d()
                .scale(1, -1, -1)
                .mul(new Matrix4d(ring().get(i).cameraToWorld()).invert());
        Matrix4d pixels = new Matrix4d(40, 0, 0, 0, 0, 41, 0, 0, 15, 13, 1, 0, 0, 0, 0, 1);
        Matrix4d projection = pixels.mul(toCamera).mul(new Matrix4d(toWorld).invert());
        double factor = i % 2 == 0 ? -3 : 0.5;
        for (int column = 0; column < 4; column++) {
          for (int row = 0; row < 3; row++) {
            projection.set(column, row, factor * projection.get(column, row));
          }
        }
        write(archive, "world_mat_" + i, projection);
        write(archive, "scale_mat_" + i, toWorld);
        picture("image/00000" + i + ".png");
        ImageFiles.write(
            CaptureFolder.plain(32, 24, 0.2f, 1), folder.resolve("mask/00" + i + ".png"));
      }
    }
  }

  private static void write(ZipOutputStream archive, String name, Matrix4dc matrix)
      throws IOException {
    double[][] rows = new double[4][4];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        rows[row][column] = matrix.get(column, row);
      }
    }
    archive.putNextEntry(new ZipEntry(name + ".npy"));
    archive.write(CaptureFolder.npy(rows));
  }

  @Test
  void idrsProjectionsAreTakenApart() throws IOException {
    writeIdr();
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertThat(capture.hasAlpha()).isTrue();
    assertThat(capture.training().get(0).load().rgba()[3]).isEqualTo(0.2f);
    for (View view : capture.views()) {
      assertThat(view.camera().intrinsics().fx()).isCloseTo(40, within(1e-6));
      assertThat(view.camera().intrinsics().fy()).isCloseTo(41, within(1e-6));
      assertThat(view.camera().intrinsics().cx()).isCloseTo(15, within(1e-6));
      assertThat(view.camera().intrinsics().cy()).isCloseTo(13, within(1e-6));
      assertThat(view.camera().position().length()).isCloseTo(5, within(1e-6));
      assertThat(view.camera().position().z).isCloseTo(3, within(1e-6));
      assertThat(view.camera().forward().dot(view.camera().position())).isCloseTo(-5, within(1e-6));
    }
    Aabb box = capture.box().orElseThrow();
    assertThat(box.sizeX()).isCloseTo(2, within(1e-9));
    assertThat(box.centreZ()).isCloseTo(0, within(1e-6));
    Files.write(folder.resolve("cameras.npz"), new byte[100]);
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("cameras.npz")
        .hasMessageContaining("world_mat_0");
  }

  @Test
  void everythingThatNsProcessDataWritesIsRead() throws IOException {
    ObjectNode json = CaptureFolder.object().put("w", 32).put("h", 24).put("fl_x", 40);
    json.put("fl_y", 41).put("cx", 15).put("cy", 13).put("camera_model", "OPENCV_FISHEYE");
    json.put("k1", 0.01).put("k2", 0.002).put("k3", 0).put("k4", 0).put("p1", 0).put("p2", 0);
    json.put("orientation_override", "none")
        .put("applied_scale", 1)
        .put("auto_scale_poses_override", false);
    ArrayNode applied = json.putArray("applied_transform");
    applied.addArray().add(1).add(0).add(0).add(0);
    applied.addArray().add(0).add(0).add(1).add(0);
    applied.addArray().add(0).add(-1).add(0).add(0);
    json.put("ply_file_path", "sparse_pc.ply");
    Files.write(folder.resolve("sparse_pc.ply"), CaptureFolder.ply(false, 100));
    ArrayNode frames = json.putArray("frames");
    for (int i = 0; i < COUNT; i++) {
      String name = "frame_0000" + i + ".png";
      ObjectNode frame = frames.addObject().put("file_path", "images/" + name);
      CameraJson.put(frame, ring().get(i).cameraToWorld());
      frame.put("colmap_im_id", i).put("depth_file_path", "depth/" + name);
      frame.put("mask_path", "masks/" + name);
      picture("images/" + name);
      CaptureFolder.writeOpaque(folder.resolve("images_2/" + name), 16, 12);
      picture("masks/" + name);
      picture("depth/" + name);
    }
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertThat(capture.box()).isPresent();
    assertThat(capture.training().get(0).lens().orElseThrow().distortion())
        .isEqualTo(Distortion.fisheye(0.01, 0.002, 0, 0));
    assertThat(capture.training().get(0).ignored()).hasSize(1);
    assertThat(capture.remarks()).singleElement().asString().contains("8 masks");
  }
}
