package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.viewer.program.RemixProcess;
import org.sceneremix.viewer.session.TinyModel;
import org.sceneremix.volume.io.GridFile;

/**
 * The real program, used as a person would, one thing after the other. Colours of the scene are red
 * and green, the window's own are grey and amber.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WindowTest {

  private static final String PICTURE = "Picture";
  private static final int AXES = 130;

  @TempDir private static Path folder;
  private static XvfbProgram window;

  @BeforeAll
  static void start() throws Exception {
    TinyModel.train(folder.resolve("model"));
    // no hint over the picture
    Files.createDirectories(folder.resolve("settings"));
    Files.writeString(
        folder.resolve("settings").resolve("viewer.json"),
        "{\"recent\": [], \"width\": 900, \"height\": 600, \"hintSeen\": true, \"scale\": 1}");
    window = XvfbProgram.start(folder, "view", folder.resolve("model").toString());
    window.awaitPlace("Learned scene");
    window.awaitPlace("New remix");
    // messages that would go by themselves from one picture to another
    window.awaitPlace("x");
    window.clickUntilGone("x");
  }

  @AfterAll
  static void end() throws Exception {
    if (window != null) {
      window.close();
    }
  }

  /** Pixels with colour in them: those of the scene. */
  /** Colourful pixels, but for the upper right corner, where the axes are. */
  private static int colourful(Image image) {
    int count = 0;
    for (int y = 0; y < image.height(); y++) {
      int width = y < AXES ? image.width() - AXES : image.width();
      for (int x = 0; x < width; x++) {
        int i = image.index(x, y);
        float red = image.rgba()[i];
        float green = image.rgba()[i + 1];
        float blue = image.rgba()[i + 2];
        float spread = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
        count += spread > 0.15 ? 1 : 0;
      }
    }
    return count;
  }

  private static double brightness(Image image) {
    double sum = 0;
    for (int i = 0; i < image.rgba().length; i += 4) {
      sum += image.rgba()[i] + image.rgba()[i + 1] + image.rgba()[i + 2];
    }
    return sum / image.rgba().length;
  }

  @Test
  @Order(1)
  void learnedSceneIsSeen() throws Exception {
    Image picture = window.awaitStill(PICTURE);
    assertThat(colourful(picture)).isGreaterThan(picture.width() * picture.height() / 20);
  }

  @Test
  @Order(2)
  void draggingTurnsTheScene() throws Exception {
    Image before = window.awaitStill(PICTURE);
    window.drag(PICTURE, 0.4, 0.4, 0.6, 0.5);
    Image after = window.awaitStill(PICTURE);
    assertThat(ImageMetrics.psnr(before, after)).isLessThan(30);
    window.control("Left");
    assertThat(ImageMetrics.psnr(before, window.awaitStill(PICTURE))).isGreaterThan(34);
    window.control("Right");
    assertThat(ImageMetrics.psnr(after, window.awaitStill(PICTURE))).isGreaterThan(34);
    window.key("Home");
    assertThat(ImageMetrics.psnr(before, window.awaitStill(PICTURE))).isGreaterThan(34);
  }

  @Test
  @Order(3)
  void wheelZooms() throws Exception {
    int before = colourful(window.awaitStill(PICTURE));
    window.wheel(PICTURE, -3);
    assertThat(colourful(window.awaitStill(PICTURE))).isLessThan(8 * before / 10);
    window.wheel(PICTURE, 3);
    assertThat(colourful(window.awaitStill(PICTURE))).isGreaterThan(9 * before / 10);
  }

  @Test
  @Order(4)
  void buttonMakesARemixAndTheHistoryLeadsBack() throws Exception {
    Image learned = window.awaitStill(PICTURE);
    window.click("Advanced");
    window.click("Full detail");
    // what a dial is turned to is shown at once, as a remix
    window.awaitPlace("Remix 1");
    window.await("remix 1 in the picture", () -> differs(learned));
    window.click("Advanced");
    window.click("New remix");
    window.awaitPlace("Remix 2");
    window.control("z");
    window.await("the undoing of remix 2", () -> window.place("Remix 2") == null);
    window.click("Learned scene");
    window.await("the learned scene", () -> !differs(learned));
  }

  @Test
  @Order(5)
  void strokesOfTheBrushAreMade() throws Exception {
    Image learned = window.awaitStill(PICTURE);
    window.key("g");
    window.click("Brush Empty");
    // in a small hole nothing but what was there fits columns of random heights
    window.drag("Brush size", 0.2, 0.5, 0.7, 0.5);
    window.drag(PICTURE, 0.4, 0.6, 0.6, 0.6);
    window.await("the paint in the picture", () -> differs(learned));
    // or the brush is seen, too
    window.key("g");
    window.control("z");
    window.await("the paint taken back", () -> !differs(learned));
    window.control("y");
    window.key("Return");
    window.awaitPlace("Learned scene painted 2");
    window.await("what was painted", () -> differs(learned));
    window.click("Learned scene");
    window.await("the learned scene", () -> !differs(learned));
    window.control("z");
    window.control("z");
    window.await("the undoing", () -> window.place("Learned scene painted 2") == null);
    window.control("z");
    window.await("the learned scene without paint", () -> !differs(learned));
  }

  private static boolean differs(Image from) throws Exception {
    return ImageMetrics.psnr(from, window.awaitStill(PICTURE)) < 35;
  }

  @Test
  @Order(6)
  void keysUndoAndRedo() throws Exception {
    window.key("n");
    window.awaitPlace("Remix 2");
    window.control("z");
    window.await("the undoing of remix 2", () -> window.place("Remix 2") == null);
    window.control("y");
    window.awaitPlace("Remix 2");
  }

  /** Ctrl goes up before the key does, as of quick hands, and faster than frames follow. */
  @Test
  @Order(7)
  void noShortcutIsLostOrTakenForThePlainKey() throws Exception {
    String remix = "Remix 3";
    window.key("n");
    window.awaitPlace(remix);
    window.taps(100, "x", false);
    window.awaitStill(PICTURE);
    // plain z does nothing, and plain o and n would add scenes
    window.taps(100, "z", true);
    window.awaitStill(PICTURE);
    assertThat(window.place(remix)).isNotNull();
    window.taps(1, "z", true);
    window.await("the undoing of the remix", () -> window.place(remix) == null);
    window.taps(100, "n", true);
    window.awaitStill(PICTURE);
    assertThat(window.place(remix)).isNull();
    assertThat(window.place("File")).isNull();
  }

  @Test
  @Order(8)
  void escapeAndShortcutsCloseMenus() throws Exception {
    window.click("Remix tab");
    window.click("View menu");
    window.awaitPlace("Cut item");
    window.key("Escape");
    window.await("the end of the menu", () -> window.place("Cut item") == null);
    window.click("View menu");
    window.awaitPlace("Cut item");
    window.key("m");
    window.awaitPlace("Remove mark");
    assertThat(window.place("Cut item")).isNull();
    window.control("z");
    window.awaitPlace("Mark a box");
  }

  @Test
  @Order(9)
  void exposureSliderBrightensThePicture() throws Exception {
    window.click("View tab");
    double before = brightness(window.awaitStill(PICTURE));
    window.drag("Exposure", 0.5, 0.5, 0.8, 0.5);
    assertThat(brightness(window.awaitStill(PICTURE))).isGreaterThan(1.1 * before);
    window.control("z");
    assertThat(brightness(window.awaitStill(PICTURE))).isBetween(0.99 * before, 1.01 * before);
  }

  @Test
  @Order(10)
  void depthIsGrey() throws Exception {
    window.click("View tab");
    window.click("Depth");
    assertThat(colourful(window.awaitStill(PICTURE))).isLessThan(200);
    window.click("Colour");
    assertThat(colourful(window.awaitStill(PICTURE))).isGreaterThan(5000);
  }

  @Test
  @Order(11)
  void sourcesAreOtherColoursWithTheLargestRegionBesideThem() throws Exception {
    window.click("View tab");
    Image own = window.awaitStill(PICTURE);
    assertThat(window.place("Largest region without a seam")).isNotNull();
    window.click("Sources");
    window.await("the colours of the sources", () -> differs(own));
    assertThat(colourful(window.awaitStill(PICTURE))).isGreaterThan(5000);
    window.click("Colour");
    window.await("the scene's own colours", () -> !differs(own));
  }

  @Test
  @Order(12)
  void draggingWithControlMarksABoxThatCanBeRerolled() throws Exception {
    window.click("Remix tab");
    window.holdControl(true);
    window.drag(PICTURE, 0.42, 0.5, 0.58, 0.6);
    window.holdControl(false);
    window.awaitPlace("Remove mark");
    window.click("Re-roll inside");
    window.awaitPlace("Remix 2 with box 3");
    window.click("Remove mark");
    window.awaitPlace("Mark a box");
  }

  @Test
  @Order(13)
  void comparisonSplitsThePicture() throws Exception {
    window.awaitStill(PICTURE);
    Image before = window.awaitStill(PICTURE);
    window.click("Learned scene");
    window.awaitStill(PICTURE);
    window.click("Remix 2");
    window.awaitStill(PICTURE);
    window.key("b");
    window.awaitPlace("End comparison");
    Image split = window.awaitStill(PICTURE);
    assertThat(ImageMetrics.psnr(before, split)).isLessThan(40);
    window.key("b");
    window.awaitPlace("Compare");
  }

  @Test
  @Order(14)
  void sessionIsSavedUnderATypedName() throws Exception {
    window.control("s");
    window.awaitPlace("File");
    window.control("a");
    window.type(folder.resolve("typed").toString());
    window.key("Return");
    window.await("typed.remix", () -> Files.exists(folder.resolve("typed.remix")));
    assertThat(textOf(folder.resolve("typed.remix"))).contains("Remix 2 with box 3");
  }

  /** With what is no text in the file as some letters. */
  private static String textOf(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  @Order(15)
  void sceneIsExportedUnderATypedName() throws Exception {
    window.control("e");
    window.awaitPlace("File");
    window.control("a");
    window.type(folder.resolve("typed.obj").toString());
    // the options of another format make the dialog smaller
    window.awaitStill("File");
    window.click("Export");
    window.await("typed.obj", () -> Files.exists(folder.resolve("typed.obj")));
    window.await("the end of the dialog", () -> window.place("File") == null);
  }

  @Test
  @Order(16)
  void windowLivesWhileAFilmIsMadeWhichCanBeCancelled() throws Exception {
    window.key("k");
    window.drag(PICTURE, 0.4, 0.4, 0.5, 0.45);
    window.key("k");
    window.click("File menu");
    window.click("Render film ... item");
    window.awaitPlace("File");
    window.control("a");
    window.type(folder.resolve("film.gif").toString());
    window.key("Return");
    window.await("the end of the dialog", () -> window.place("File") == null);
    window.awaitPlace("Cancel");
    Image before = window.look(PICTURE);
    window.drag(PICTURE, 0.3, 0.4, 0.5, 0.45);
    window.await(
        "another view while the film is made",
        () -> ImageMetrics.psnr(before, window.look(PICTURE)) < 30);
    assertThat(window.place("Cancel")).isNotNull();
    window.clickUntilGone("Cancel");
    assertThat(folder.resolve("film.gif")).doesNotExist();
  }

  @Test
  @Order(17)
  void helpOpensWithF1AndClosesWithEscape() throws Exception {
    Image before = window.awaitStill(PICTURE);
    window.key("F1");
    assertThat(ImageMetrics.psnr(before, window.awaitStill(PICTURE))).isLessThan(25);
    window.key("Escape");
    assertThat(ImageMetrics.psnr(before, window.awaitStill(PICTURE))).isGreaterThan(34);
  }

  @Test
  @Order(18)
  void killedProgramLeavesItsSession() throws Exception {
    window.key("n");
    window.awaitPlace("Remix 4");
    window.await("the autosave", WindowTest::autosaveHoldsRemix4);
    window.kill();
    window.close();
    window = XvfbProgram.start(folder, "view");
    window.awaitPlace("Go on with it");
    window.awaitStill(PICTURE);
    window.click("Go on with it");
    window.awaitPlace("Remix 4");
  }

  private static boolean autosaveHoldsRemix4() throws Exception {
    try (var files = Files.list(folder.resolve("settings"))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("autosave-")
            && textOf(file).contains("Remix 4")) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  @Order(19)
  void remixesAreExploredTurnedTogetherAndOpened() throws Exception {
    Image before = window.awaitStill(PICTURE);
    window.click("Explore tab");
    window.click("Make remixes");
    window.awaitPlace("Contact sheet");
    window.await("the sketches", () -> window.place("Cancel exploring") == null);
    window.click("Mark Seed 5");
    // the first ones of rows where no tooltip lies over them, nor the mouse
    Image second = window.awaitStill("Seed 9");
    Image third = window.look("Seed 13");
    window.drag(PICTURE, 0.4, 0.5, 0.6, 0.5);
    window.awaitStill(PICTURE);
    assertThat(ImageMetrics.psnr(second, window.look("Seed 9"))).isLessThan(30);
    assertThat(ImageMetrics.psnr(third, window.look("Seed 13"))).isLessThan(30);
    window.control("Left");
    window.awaitStill(PICTURE);
    assertThat(ImageMetrics.psnr(third, window.look("Seed 13"))).isGreaterThan(34);
    window.click("Marked only");
    window.await("the marked one alone", () -> window.place("Seed 6") == null);
    window.click("Seed 5");
    window.awaitPlace("Remix 5");
    window.awaitPlace("New remix");
    window.await("the opened remix in the picture", () -> differs(before));
    window.click("Explore tab");
    window.awaitPlace("Seed 5");
  }

  @Test
  @Order(20)
  void quittingEndsInOrder() throws Exception {
    window.control("q");
    assertThat(window.awaitEnd()).isZero();
    assertThat(folder.resolve("settings").resolve("last.remix")).exists();
    // Mesa's own remarks aside, the program had nothing to say
    assertThat(window.log()).doesNotContain("remix:").doesNotContain("Exception");
  }

  @Test
  void withoutADisplayOneSentenceSaysSo() throws Exception {
    assertThat(errorWith(Map.of())).contains("there is no display");
    // nobody listens there; the libraries must have nothing to say of it either
    assertThat(errorWith(Map.of("DISPLAY", ":4095", "WAYLAND_DISPLAY", "wayland-4095")))
        .contains(":4095");
  }

  /** What the program says where the environment tells of these displays only. */
  private static String errorWith(Map<String, String> displays) throws Exception {
    Path grid = folder.resolve("scene.grid");
    new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()).write(grid);
    List<String> command = RemixProcess.command("view", grid.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"));
    builder.environment().putAll(displays);
    Process process = builder.start();
    String error =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(error).hasLineCount(1).startsWith("remix: ");
    return error;
  }
}
