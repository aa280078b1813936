package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.joml.Matrix4d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

class CameraJsonTest {

  private static final CameraJson.Size SIZE = new CameraJson.Size(40, 30);

  @Test
  void camerasSurviveWritingAndReadingExactly() throws CaptureException {
    for (boolean shared : new boolean[] {true, false}) {
      List<Camera> cameras = randomCameras(shared);
      List<Camera> again = CameraJson.parse(CameraJson.write(cameras), "test").cameras(SIZE);
      assertThat(again).isEqualTo(cameras);
    }
  }

  @Test
  void picturesAndBoxSurviveWritingAndReading() throws CaptureException {
    Aabb box = new Aabb(-1, -2, -3, 1, 0.1, 1e-3);
    String text =
        CameraJson.write(randomCameras(true).subList(0, 2), List.of("a", "b"), Optional.of(box));
    CameraJson json = CameraJson.parse(text, "test");
    assertThat(json.filePath(1)).isEqualTo("b");
    assertThat(json.box()).contains(box);
  }

  @Test
  void fieldOfViewGivesTheFocalLength() throws CaptureException {
    ObjectNode json = oneFrame(CaptureFolder.pose(4));
    json.put("camera_angle_x", Math.PI / 2);
    Intrinsics intrinsics = read(json).intrinsics();
    assertThat(intrinsics.width()).isEqualTo(40);
    assertThat(intrinsics.fx()).isCloseTo(20, within(1e-12));
    assertThat(intrinsics.fy()).isCloseTo(20, within(1e-12));
    assertThat(intrinsics.cy()).isEqualTo(15);
  }

  @Test
  void aFramesOwnIntrinsicsComeFirst() throws CaptureException {
    ObjectNode json = oneFrame(CaptureFolder.pose(4));
    json.put("fl_x", 50).put("w", 100).put("h", 80).put("cx", 51);
    ((ObjectNode) json.get("frames").get(0)).put("fl_x", 60).put("fl_y", 61);
    assertThat(read(json).intrinsics()).isEqualTo(new Intrinsics(100, 80, 60, 61, 51, 40));
  }

  @Test
  void matricesAreCameraToWorldRowByRow() throws CaptureException {
    ObjectNode json = oneFrame(CaptureFolder.pose(4)).put("fl_x", 50);
    Camera camera = read(json);
    assertThat(camera.position().y).isEqualTo(4);
    assertThat(camera.forward().y).isEqualTo(-1);
  }

  @Test
  void refusesPosesThatAreNotRigid() {
    double[][] scaled = CaptureFolder.pose(4);
    scaled[0][0] = -2;
    assertRefused(scaled, "frame 0 (a), transform_matrix", "orthonormal");
    double[][] mirrored = CaptureFolder.pose(4);
    mirrored[0][0] = 1;
    assertRefused(mirrored, "frame 0 (a), transform_matrix", "mirrored");
    double[][] small = {{1, 0}, {0, 1}};
    assertRefused(small, "frame 0 (a), transform_matrix", "4 rows of 4 numbers");
    double[][] lastRow = CaptureFolder.pose(4);
    lastRow[3][0] = 1;
    assertRefused(lastRow, "frame 0 (a), transform_matrix", "last row");
  }

  @Test
  void refusesValuesThatAreNotNumbers() {
    ObjectNode json = oneFrame(CaptureFolder.pose(4)).put("fl_x", 50);
    ((ArrayNode) json.at("/frames/0/transform_matrix/1")).set(2, "NaN");
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("row 1, column 2")
        .hasMessageContaining("not a finite number");
    String bare = json.toString().replace("\"NaN\"", "NaN");
    assertThatThrownBy(() -> CameraJson.parse(bare, "bare.json").cameras(new CameraJson.Size(8, 8)))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("row 1, column 2")
        .hasMessageContaining("not a finite number");
    ObjectNode angle = oneFrame(CaptureFolder.pose(4)).put("camera_angle_x", "wide");
    assertThatThrownBy(() -> read(angle)).hasMessageContaining("camera_angle_x");
  }

  @Test
  void refusesLensesThatCannotBeUndone() throws CaptureException {
    assertThat(read(lens("k1", -0.2))).isNotNull();
    assertThatThrownBy(() -> read(lens("k1", -5))).hasMessageContaining("undistort");
    assertThatThrownBy(() -> read(lens("k5", 0.1))).hasMessageContaining("k5");
    assertThatThrownBy(() -> read(lens("k4", 0.1))).hasMessageContaining("k4");
    assertThatThrownBy(() -> read(lens("ftheta_p0", 0.1))).hasMessageContaining("ftheta_p0");
    assertThatThrownBy(() -> read(lens("p1", 0.1).put("is_fisheye", true)))
        .hasMessageContaining("p1");
    assertThat(read(lens("k5", 1e-9))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "equirectangular",
        "latlong",
        "orthographic",
        "white_transparent",
        "black_transparent"
      })
  void refusesEntriesThatChangeThePicture(String key) throws CaptureException {
    ObjectNode json = lens("k1", 0);
    assertThat(read(json.put(key, false))).isNotNull();
    assertThatThrownBy(() -> read(json.put(key, true))).hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EQUIRECTANGULAR", "equirectangular", "THIN_PRISM_FISHEYE", "FOV"})
  void refusesCameraModelsThatAreNotKnown(String model) {
    ObjectNode json = lens("k1", 0).put("camera_model", model);
    assertThatThrownBy(() -> read(json))
        .hasMessageContaining("camera_model")
        .hasMessageContaining(model.toUpperCase(Locale.ROOT));
  }

  private static Distortion distortion(ObjectNode json) throws CaptureException {
    return CameraJson.parse(json.toString(), "x.json")
        .lens(0, new Intrinsics(40, 30, 50, 50, 20, 15))
        .distortion();
  }

  @Test
  void termsMeanWhatTheCameraModelSays() throws CaptureException {
    ObjectNode json = lens("k1", 0.01).put("k2", 0.02).put("k3", 0.03).put("k4", 0.04);
    assertThat(distortion(json.put("camera_model", "opencv")))
        .isEqualTo(new Distortion(false, 0.01, 0.02, 0.03, 0.04, 0, 0, 0, 0, 0));
    assertThat(distortion(json.put("camera_model", "OPENCV_FISHEYE")))
        .isEqualTo(Distortion.fisheye(0.01, 0.02, 0.03, 0.04));
    json.put("k5", 0.05).put("k6", 0.06).put("p1", 0.07).put("p2", 0.08);
    assertThat(distortion(json.put("camera_model", "FULL_OPENCV")))
        .isEqualTo(new Distortion(false, 0.01, 0.02, 0.03, 0, 0.04, 0.05, 0.06, 0.07, 0.08));
    ObjectNode flagged = lens("k1", 0.01).put("is_fisheye", true);
    assertThat(distortion(flagged)).isEqualTo(Distortion.fisheye(0.01, 0, 0, 0));
  }

  @Test
  void termsMayBeAList() throws CaptureException {
    ObjectNode json = oneFrame(CaptureFolder.pose(4)).put("fl_x", 50);
    json.putArray("distortion_params").add(0.1).add(0.2).add(0).add(0).add(0.3).add(0.4);
    assertThat(distortion(json)).isEqualTo(Distortion.brown(0.1, 0.2, 0.3, 0.4));
  }

  @Test
  void aFieldOfViewMayBeInDegrees() throws CaptureException {
    ObjectNode json = oneFrame(CaptureFolder.pose(4)).put("x_fov", 90).put("y_fov", 60);
    assertThat(read(json).intrinsics().fx()).isCloseTo(20, within(1e-9));
    assertThat(read(json).intrinsics().fy()).isCloseTo(15 * Math.sqrt(3), within(1e-9));
  }

  @Test
  void commentsAndTrailingCommasAreRead() throws CaptureException {
    String text = oneFrame(CaptureFolder.pose(4)).put("fl_x", 50).toString();
    String commented = "// by hand\n" + text.replace("}],", "},],").replaceFirst(":", ": /* ! */ ");
    assertThat(CameraJson.parse(commented, "x.json").cameras(SIZE)).hasSize(1);
  }

  private static ObjectNode lens(String term, double value) {
    return oneFrame(CaptureFolder.pose(4)).put("fl_x", 50).put(term, value);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> CameraJson.parse("{\"frames\": [", "x.json"))
        .hasMessageContaining("x.json: this is not JSON");
    assertThatThrownBy(() -> CameraJson.parse("{\"frames\": []}", "x.json"))
        .hasMessageContaining("no frames");
    assertThatThrownBy(() -> read(oneFrame(CaptureFolder.pose(4))))
        .hasMessageContaining("neither fl_x")
        .hasMessageContaining("camera_angle_x");
    ObjectNode noMatrix = CaptureFolder.object().put("fl_x", 50);
    noMatrix.putArray("frames").addObject().put("file_path", "a");
    assertThatThrownBy(() -> read(noMatrix)).hasMessageContaining("transform_matrix is missing");
  }

  @Test
  void refusesABoxThatIsNone() throws CaptureException {
    ObjectNode json = oneFrame(CaptureFolder.pose(4));
    json.putArray("aabb").add(0).add(0).add(0).add(1).add(-1).add(1);
    CameraJson read = CameraJson.parse(json.toString(), "x.json");
    assertThatThrownBy(read::box)
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("x.json: aabb")
        .hasMessageContaining("along y");
  }

  private static void assertRefused(double[][] pose, String where, String what) {
    ObjectNode json = oneFrame(pose).put("fl_x", 50);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(what);
  }

  private static ObjectNode oneFrame(double[][] pose) {
    ObjectNode json = CaptureFolder.object();
    json.putArray("frames").add(CaptureFolder.frame("a", pose));
    return json;
  }

  private static Camera read(ObjectNode json) throws CaptureException {
    return CameraJson.parse(json.toString(), "x.json").camera(0, SIZE);
  }

  private static List<Camera> randomCameras(boolean shared) {
    SplittableRandom random = new SplittableRandom(7);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Intrinsics intrinsics =
          shared
              ? new Intrinsics(64, 48, 70.1, 71.3, 31.7, 25)
              : new Intrinsics(
                  1 + random.nextInt(100),
                  1 + random.nextInt(100),
                  1 + random.nextDouble(),
                  3,
                  1,
                  2);
      Matrix4d pose =
          new Matrix4d()
              .translate(random.nextDouble() * 10, -random.nextDouble(), 1 / 3.0)
              .rotateXYZ(random.nextDouble() * 6, random.nextDouble() * 6, random.nextDouble());
      cameras.add(new Camera(intrinsics, pose));
    }
    return cameras;
  }
}
