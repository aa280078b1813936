package org.sceneremix.scenes.check;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.joml.Vector3d;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class CaptureCheckTest {

  private static final Workers WORKERS = new Workers(2);

  private static final int VIEWS = 30;

  @TempDir private Path folder;

  @BeforeEach
  void photograph() throws IOException {
    new SyntheticCapture(BuiltInScene.STONES, VIEWS, 96, 1).write(folder, WORKERS, Progress.NONE);
  }

  private CaptureReport check() throws IOException {
    return CaptureCheck.check(CaptureReader.read(folder), Progress.NONE);
  }

  private static List<String> sentences(CaptureReport report, Finding.Weight weight) {
    return report.findings().stream()
        .filter(finding -> finding.weight() == weight)
        .map(Finding::sentence)
        .toList();
  }

  private List<Path> pictures() throws IOException {
    return CaptureReader.read(folder).training().stream().map(view -> view.picture()).toList();
  }

  private static void exchange(Path one, Path other) throws IOException {
    byte[] first = Files.readAllBytes(one);
    Files.write(one, Files.readAllBytes(other));
    Files.write(other, first);
  }

  @Test
  void aSoundCaptureHasNothingWrongWithIt() throws IOException {
    CaptureReport report = check();
    assertThat(report.usable()).isTrue();
    assertThat(sentences(report, Finding.Weight.WARNING)).isEmpty();
    assertThat(report.consistency()).isGreaterThan(report.chanceConsistency() + 0.2);
    assertThat(report.looking()).isEqualTo(1);
    assertThat(report.coverage()).isGreaterThan(0.9);
  }

  @Test
  void picturesInTheWrongPlaceAreNamed() throws IOException {
    List<Path> pictures = pictures();
    exchange(pictures.get(3), pictures.get(17));
    CaptureReport report = check();
    List<String> warnings = sentences(report, Finding.Weight.WARNING);
    assertThat(warnings).singleElement().asString().startsWith("2 pictures do not match");
    List<String> names =
        CaptureReader.read(folder).training().stream().map(view -> view.name()).toList();
    assertThat(warnings.get(0)).contains(names.get(3), names.get(17));
    assertThat(report.findings().get(0).pictures()).containsExactly(names.get(3), names.get(17));
  }

  @Test
  void neighboursOfPicturesInTheWrongPlaceAreNotBlamed() throws IOException {
    List<View> views = CaptureReader.read(folder).views();
    exchange(views.get(2).picture(), views.get(17).picture());
    exchange(views.get(15).picture(), views.get(33).picture());
    String names =
        Stream.of(2, 15, 17, 33).map(view -> views.get(view).name()).collect(joining(", "));
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .startsWith("4 pictures do not match their poses: " + names + ";");
  }

  @Test
  void aPictureIsNotHeldAgainstOneOtherWhereNoMoreAreKnown() throws IOException {
    Capture capture = CaptureReader.read(folder);
    List<GreyPicture> pictures = new ArrayList<>();
    for (View view : capture.training().subList(0, 8)) {
      pictures.add(GreyPicture.of(view));
    }
    double[] chance = DoubleStream.generate(() -> 0.1).limit(20).toArray();
    double[] found = DoubleStream.generate(() -> 0.9).limit(20).toArray();
    PhotoConsistency.Score unknown =
        new PhotoConsistency.Score(new double[0], new double[0], List.of());
    List<PhotoConsistency.Score> scores = new ArrayList<>(Collections.nCopies(8, unknown));
    scores.set(0, new PhotoConsistency.Score(found, chance, List.of()));
    scores.set(1, new PhotoConsistency.Score(chance, chance, List.of()));
    assertThat(StrangePictures.of(pictures, capture.box().orElseThrow(), scores).strangers())
        .isEmpty();
  }

  @Test
  void camerasThatLookAwayAreAnError() throws IOException {
    Path file = folder.resolve("transforms_train.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(Files.readString(file));
    // as in OpenCV: y down, z forward
    for (JsonNode frame : json.path("frames")) {
      for (JsonNode row : frame.path("transform_matrix")) {
        for (int column = 1; column <= 2; column++) {
          ((ArrayNode) row).set(column, mapper.valueToTree(-row.get(column).asDouble()));
        }
      }
    }
    Files.writeString(file, json.toString());
    CaptureReport report = check();
    assertThat(report.usable()).isFalse();
    assertThat(sentences(report, Finding.Weight.ERROR))
        .anySatisfy(sentence -> assertThat(sentence).contains("looking along -z"));
  }

  @Test
  void aWorldThatLiesOnItsSideIsNamed() throws IOException {
    Path file = folder.resolve("transforms_train.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(Files.readString(file));
    json.remove("aabb");
    // as in programs whose y is up
    for (JsonNode frame : json.path("frames")) {
      ArrayNode rows = (ArrayNode) frame.path("transform_matrix");
      JsonNode y = rows.get(1).deepCopy();
      rows.set(1, rows.get(2));
      rows.set(2, mapper.createArrayNode());
      y.forEach(value -> ((ArrayNode) rows.get(2)).add(-value.asDouble()));
    }
    Files.writeString(file, json.toString());
    Files.delete(folder.resolve("transforms_test.json"));
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .anySatisfy(sentence -> assertThat(sentence).contains("degrees off z"));
  }

  private static void brighten(Path picture, float factor) throws IOException {
    Image image = ImageFiles.read(picture);
    for (int i = 0; i < image.rgba().length; i++) {
      image.rgba()[i] = i % 4 == 3 ? image.rgba()[i] : Math.min(1, factor * image.rgba()[i]);
    }
    ImageFiles.write(image, picture);
  }

  @Test
  void aJumpInExposureIsNamed() throws IOException {
    brighten(pictures().get(5), 0.5f);
    CaptureReport report = check();
    assertThat(sentences(report, Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("in 1 of 36 pictures the same spots", "(./train/r_5)");
    assertThat(report.exposureSpread()).isBetween(1.9, 2.2);
  }

  @Test
  void exposuresThatChangeAllTheTimeAreSeen() throws IOException {
    List<Path> pictures = pictures();
    for (int i = 0; i < pictures.size(); i += 2) {
      brighten(pictures.get(i), 1.5f);
    }
    CaptureReport report = check();
    assertThat(sentences(report, Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("by a factor of up to 1.");
    assertThat(report.exposureSpread()).isBetween(1.4, 1.75);
  }

  @Test
  void brightnessIsComparedWhereSpotsReallyAre() throws IOException {
    Capture sound = CaptureReader.read(folder);
    CaptureReport wrong =
        CaptureCheck.check(CaptureFault.PRINCIPAL_POINT.in(sound, folder), Progress.NONE);
    assertThat(wrong.exposureSpread()).isLessThan(check().exposureSpread() + 0.01);
  }

  @Test
  void aBlackPictureIsNamed() throws IOException {
    brighten(pictures().get(5), 0.02f);
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("1 of 36 pictures", "(./train/r_5)");
  }

  @Test
  void fewViewsFromOneSideAreTooFew() throws IOException {
    Capture all = CaptureReader.read(folder);
    Aabb box = all.box().orElse(all.surroundings());
    Capture few =
        new Capture(
            "few",
            all.training().stream()
                .filter(view -> view.camera().position().x > box.centreX())
                .limit(8)
                .toList(),
            List.of(),
            Optional.of(box),
            box,
            true);
    assertThat(sentences(CaptureCheck.check(few, Progress.NONE), Finding.Weight.WARNING))
        .anySatisfy(sentence -> assertThat(sentence).contains("8 views are few"))
        .anySatisfy(sentence -> assertThat(sentence).contains("photograph all around"));
  }

  @Test
  void remarksOfTheReaderAreFindings() throws IOException {
    Files.delete(pictures().get(2));
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("have no picture");
  }

  @Test
  void picturesOfAPixelAreOfNoUse() throws IOException {
    for (Path picture : pictures()) {
      ImageFiles.write(BoxResize.resize(ImageFiles.read(picture), 1, 1), picture);
    }
    assertThat(check().usable()).isFalse();
    assertThat(sentences(check(), Finding.Weight.ERROR))
        .anySatisfy(sentence -> assertThat(sentence).contains("less than 16 pixels"));
  }

  @Test
  void namesMayHoldASignOfPercent() throws IOException {
    Capture read = CaptureReader.read(folder);
    Capture remarked =
        new Capture(
            read.name(),
            read.training(),
            read.heldOut(),
            read.box(),
            read.surroundings(),
            read.hasAlpha(),
            List.of("100%d.png is missing"));
    assertThat(sentences(CaptureCheck.check(remarked, Progress.NONE), Finding.Weight.WARNING))
        .contains("100%d.png is missing");
  }

  @Test
  void mixedSizesAreNamed() throws IOException {
    Path picture = pictures().get(4);
    ImageFiles.write(BoxResize.resize(ImageFiles.read(picture), 48, 48), picture);
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("2 sizes, from 48x48 to 96x96");
  }

  @Test
  void aRoomSeenFromInsideIsSaidToBeOne() throws IOException {
    Path room = folder.resolve("room");
    List<Camera> cameras = new ArrayList<>();
    List<String> names = new ArrayList<>();
    VoxelGrid grid = room();
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      for (int i = 0; i < VIEWS; i++) {
        double angle = 2 * Math.PI * i / VIEWS;
        Vector3d outwards = new Vector3d(Math.cos(angle), Math.sin(angle), 0);
        Vector3d eye = new Vector3d(outwards).mul(0.5).add(0, 0, i % 2 == 0 ? 0.9 : 1.1);
        Camera camera =
            Camera.lookAt(
                Intrinsics.ofFieldOfView(96, 96, 1.2),
                eye,
                new Vector3d(outwards).add(eye),
                new Vector3d(0, 0, 1));
        TracedRays traced = new TracedRays(96 * 96);
        tracer.trace(grid, camera.rays(), TraceSettings.DEFAULT, traced);
        ImageFiles.write(Compositing.image(traced, 96, 96), room.resolve(i + ".png"));
        cameras.add(camera);
        names.add(i + ".png");
      }
    }
    Files.writeString(
        room.resolve("transforms.json"), CameraJson.write(cameras, names, Optional.empty()));
    List<String> errors =
        sentences(
            CaptureCheck.check(CaptureReader.read(room), Progress.NONE), Finding.Weight.ERROR);
    assertThat(errors)
        .singleElement()
        .asString()
        .contains("stand inside the scene and look outwards")
        .doesNotContain("axes");
  }

  /** Walls, floor and ceiling of coloured blocks. */
  private static VoxelGrid room() {
    VoxelGrid grid = VoxelGrid.empty(60, 60, 30, new Aabb(-2, -2, 0, 2, 2, 2), 100);
    for (int z = 0; z < 30; z++) {
      for (int y = 0; y < 60; y++) {
        for (int x = 0; x < 60; x++) {
          boolean wall = x < 2 || y < 2 || z < 2 || x >= 58 || y >= 58 || z >= 28;
          long block = (x / 3 * 100L + y / 3) * 100L + z / 3;
          int at = ((z * 60 + y) * 60 + x) * VoxelGrid.CHANNELS;
          float grey = (float) (2 * new SplittableRandom(block).nextDouble() - 1);
          Arrays.fill(grid.data(), at, at + 3, grey);
          grid.data()[at + VoxelGrid.DENSITY] = wall ? 1 : VoxelGrid.EMPTY_DENSITY;
        }
      }
    }
    return grid;
  }

  @Test
  void aPrincipalPointOutsideThePictureIsNamed() throws IOException {
    Capture sound = CaptureReader.read(folder);
    List<View> views =
        sound.views().stream()
            .map(
                view -> {
                  Intrinsics i = view.camera().intrinsics();
                  Intrinsics large =
                      new Intrinsics(
                          i.width(), i.height(), 4 * i.fx(), 4 * i.fy(), 4 * i.cx(), 4 * i.cy());
                  return new View(
                      view.name(),
                      new Camera(large, view.camera().cameraToWorld()),
                      view.picture(),
                      view.mask());
                })
            .toList();
    Capture wrong = new Capture("wrong", views, List.of(), sound.box(), sound.surroundings(), true);
    assertThat(sentences(CaptureCheck.check(wrong, Progress.NONE), Finding.Weight.ERROR))
        .singleElement()
        .asString()
        .contains("cx 192.0, cy 192.0", "96x96")
        .doesNotContain("axes");
  }
}
