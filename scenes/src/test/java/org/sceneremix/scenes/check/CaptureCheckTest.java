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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.Aabb;

class CaptureCheckTest {

  private static final int VIEWS = 30;

  @TempDir private Path folder;

  @BeforeEach
  void photograph() throws IOException {
    new SyntheticCapture(BuiltInScene.STONES, VIEWS, 96, 1).write(folder, 2, Progress.NONE);
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
    List<String> warnings = sentences(check(), Finding.Weight.WARNING);
    assertThat(warnings).singleElement().asString().startsWith("2 pictures do not match");
    List<String> names =
        CaptureReader.read(folder).training().stream().map(view -> view.name()).toList();
    assertThat(warnings.get(0)).contains(names.get(3), names.get(17));
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
        .contains("in at least 1 of 36 pictures the same spots", "(./train/r_5)");
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
        .contains("the same spots are up to 1.");
    assertThat(report.exposureSpread()).isBetween(1.4, 1.75);
  }

  @Test
  void aBlackPictureIsNamed() throws IOException {
    brighten(pictures().get(5), 0.02f);
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("brightness of 1 of 36 pictures", "(./train/r_5)");
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
  void mixedSizesAreNamed() throws IOException {
    Path picture = pictures().get(4);
    ImageFiles.write(BoxResize.resize(ImageFiles.read(picture), 48, 48), picture);
    assertThat(sentences(check(), Finding.Weight.WARNING))
        .singleElement()
        .asString()
        .contains("2 sizes, from 48x48 to 96x96");
  }
}
