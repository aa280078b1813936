package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lwjgl.glfw.GLFW.glfwGetCurrentContext;
import static org.lwjgl.glfw.GLFW.glfwSetDropCallback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import imgui.ImGui;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lwjgl.glfw.GLFWDropCallback;
import org.lwjgl.system.MemoryStack;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.gl.Drawing;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.picture.PictureSeries;
import org.sceneremix.viewer.picture.PictureSeries.Shot;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Notice;
import org.sceneremix.viewer.session.SceneEntry;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.TinyModel;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/** The window without a display. */
class OffscreenWindowTest {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @TempDir private Path folder;
  private Path grid;
  private Session session;

  @BeforeEach
  void begin() throws IOException {
    Drawing.offscreen().close();
    grid = folder.resolve("scene.grid");
    new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()).write(grid);
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
    session.settings().setHintSeen(true);
  }

  @AfterEach
  void end() {
    session.close();
  }

  /** Until the window shows all that it will show. */
  private void settle(ViewerWindow window) {
    int[] settled = new int[1];
    window.run(
        () -> {
          settled[0] = window.isSettled() ? settled[0] + 1 : 0;
          return settled[0] > 10;
        });
  }

  private ViewerWindow withGrid(int width, int height, double pixelRatio) {
    ViewerWindow window = ViewerWindow.offscreen(session, width, height, pixelRatio);
    session.open(grid);
    settle(window);
    return window;
  }

  private void dismissAll() {
    session.notices().all().forEach(session.notices()::dismiss);
  }

  @Test
  void afterTheLossOfTheDeviceTheWindowShowsTheSame() {
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      int[] frames = new int[1];
      window.run(() -> frames[0]++ > 200);
      session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.5, 0.1));
      settle(window);
      Image before = window.picture();
      window.recover();
      assertThat(session.notices().all())
          .last()
          .extracting(Notice::text)
          .asString()
          .contains("reset");
      dismissAll();
      frames[0] = 0;
      window.run(() -> frames[0]++ > 400 || (frames[0] > 1 && window.isSettled()));
      assertThat(frames[0]).isLessThan(400);
      settle(window);
      assertThat(window.picture().rgba()).isEqualTo(before.rgba());
    }
  }

  @Test
  void deviceThatIsLostAtOnceAgainEndsTheWindowWithTheSessionSaved() {
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      window.recover();
      session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.5, 0.1));
      assertThatThrownBy(window::recover)
          .isInstanceOf(GlException.class)
          .hasMessageContaining("saved");
    }
    Path copy =
        folder.resolve("settings").resolve("autosave-" + ProcessHandle.current().pid() + ".remix");
    try (Session next = new Session(folder.resolve("next"), 1, Throwable::getMessage)) {
      next.open(copy);
      while (next.isBusy()) {
        next.poll();
      }
      assertThat(next.state()).isEqualTo(session.state());
    }
  }

  @Test
  void panelThatFailsIsSurvivedWithAMessage() {
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      Image before = window.picture();
      int[] failures = {1};
      window.addPanel(
          Panel.of(
              "Failing",
              s -> {
                ImGui.beginGroup();
                if (failures[0]-- > 0) {
                  throw new IllegalStateException("a panel of somebody's own");
                }
                ImGui.endGroup();
              }));
      settle(window);
      assertThat(session.notices().all())
          .filteredOn(Notice::error)
          .singleElement()
          .extracting(Notice::text)
          .isEqualTo("A panel of somebody's own");
      dismissAll();
      settle(window);
      float[] place = window.places().get("Picture");
      assertThat(part(window.picture(), place, 1).rgba()).isEqualTo(part(before, place, 1).rgba());
    }
  }

  @Test
  void sceneThatIsTooLargeForTheDeviceIsToldAndTheNextOneShown() throws IOException {
    Path long20000 = folder.resolve("long.grid");
    new GridFile(
            VoxelGrid.empty(20000, 2, 2, new Aabb(-1, -1, 0, 1, 1, 1), 50),
            JsonNodeFactory.instance.objectNode())
        .write(long20000);
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      Image before = window.picture();
      session.open(long20000);
      settle(window);
      assertThat(session.notices().all())
          .filteredOn(Notice::error)
          .singleElement()
          .extracting(Notice::text)
          .asString()
          .contains("too large");
      assertThat(session.state().shown()).isEmpty();
      dismissAll();
      session.scenes().remove(session.state().scenes().get(1).id());
      session.scenes().show(session.state().scenes().get(0).id());
      settle(window);
      assertThat(window.picture().rgba()).isEqualTo(before.rgba());
    }
  }

  @Test
  void photographIsSeenWhereThereIsNoSceneYet() throws IOException {
    Path capture = folder.resolve("capture");
    Camera camera =
        ViewCamera.showing(TinyModel.scene().box(), ViewCamera.Side.FRONT, 0.7).camera(40, 30);
    Image red = Image.transparent(40, 30);
    for (int i = 0; i < red.rgba().length; i += 4) {
      red.rgba()[i] = 1;
      red.rgba()[i + 3] = 1;
    }
    PictureSeries series = new PictureSeries(capture, 1);
    series.write(List.of(Shot.numbered(0, camera)), c -> red, Progress.NONE);
    series.writeCameras(List.of(Shot.numbered(0, camera)), TinyModel.scene().box());
    try (ViewerWindow window = ViewerWindow.offscreen(session, WIDTH, HEIGHT)) {
      session.open(capture);
      settle(window);
      session.captureCameras().lookThrough(0);
      session.setLook(session.state().look().withPhotograph(1));
      settle(window);
      Image picture = part(window.picture(), window.places().get("Picture"), 1);
      int middle = picture.index(picture.width() / 2, picture.height() / 2);
      assertThat(picture.rgba()[middle]).isEqualTo(1);
      assertThat(picture.rgba()[middle + 1]).isZero();
    }
  }

  @Test
  void abandonedSessionIsOfferedAlsoWhereSomethingIsOpen() throws IOException {
    session.close();
    // the highest process id that there can be on Linux is 2^22
    Files.writeString(folder.resolve("settings").resolve("autosave-4194304.remix"), "{}");
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      assertThat(window.places()).containsKeys("scene", "Go on with it", "Later", "Discard");
      assertThat(window.places()).doesNotContainKey("Open");
    }
  }

  @Test
  void emptyWindowOffersWhatWasOpenedBefore() {
    session.close();
    try (Session earlier = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      earlier.open(grid);
      while (earlier.isBusy()) {
        earlier.poll();
      }
    }
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
    try (ViewerWindow window = ViewerWindow.offscreen(session, WIDTH, HEIGHT)) {
      settle(window);
      assertThat(window.places()).containsKeys("Open", "Last session", "Recent " + grid);
    }
  }

  @Test
  void droppedFilesAreOpened() {
    try (ViewerWindow window = ViewerWindow.offscreen(session, WIDTH, HEIGHT);
        MemoryStack stack = MemoryStack.stackPush()) {
      long handle = glfwGetCurrentContext();
      try (GLFWDropCallback callback = glfwSetDropCallback(handle, null)) {
        callback.invoke(
            handle,
            2,
            stack
                .pointers(
                    stack.UTF8(grid.toString()),
                    stack.UTF8(folder.resolve("nothing.grid").toString()))
                .address());
      }
      settle(window);
      assertThat(session.state().scenes()).extracting(SceneEntry::title).containsExactly("scene");
      assertThat(session.notices().all())
          .filteredOn(Notice::error)
          .singleElement()
          .extracting(Notice::text)
          .asString()
          .contains("nothing.grid");
    }
  }

  @Test
  void onAHighDpiScreenEverythingIsInItsPlaceAndTheSceneAsFineAsThePixels() {
    Map<String, float[]> places;
    Image plain;
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      places = window.places();
      plain = part(window.picture(), places.get("Picture"), 1);
    }
    try (ViewerWindow window = ViewerWindow.offscreen(session, 2 * WIDTH, 2 * HEIGHT, 2)) {
      settle(window);
      Map<String, float[]> dense = window.places();
      assertThat(dense.keySet()).isEqualTo(places.keySet());
      places.forEach(
          (name, place) -> assertThat(dense.get(name)).as(name).containsExactly(place, within(2f)));
      Image fine = part(window.picture(), dense.get("Picture"), 2);
      Image exact = exact(fine.width(), fine.height());
      double ofFine = ImageMetrics.psnr(exact, withoutAxes(fine, exact));
      double ofDoubled = ImageMetrics.psnr(exact, withoutAxes(doubled(plain, fine), exact));
      assertThat(ofFine).isGreaterThan(ofDoubled + 2);
    }
  }

  private static Image part(Image window, float[] place, int ratio) {
    int width = Math.round(place[2] * ratio);
    int height = Math.round(place[3] * ratio);
    Image part = Image.transparent(width, height);
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          window.rgba(),
          window.index(Math.round(place[0] * ratio), Math.round(place[1] * ratio) + row),
          part.rgba(),
          part.index(0, row),
          4 * width);
    }
    return part;
  }

  /** With the upper right part, where the axes are drawn, from another image. */
  private static Image withoutAxes(Image image, Image other) {
    int from = 6 * image.width() / 10;
    for (int row = 0; row < image.height() / 2; row++) {
      System.arraycopy(
          other.rgba(),
          other.index(from, row),
          image.rgba(),
          image.index(from, row),
          4 * (image.width() - from));
    }
    return image;
  }

  /** Every pixel four times, in the size of another image. */
  private static Image doubled(Image image, Image size) {
    Image large = Image.transparent(size.width(), size.height());
    for (int row = 0; row < size.height(); row++) {
      for (int column = 0; column < size.width(); column++) {
        System.arraycopy(
            image.rgba(),
            image.index(
                Math.min(image.width() - 1, column / 2), Math.min(image.height() - 1, row / 2)),
            large.rgba(),
            large.index(column, row),
            4);
      }
    }
    return large;
  }

  /** What the session shows, by the tracer in plain Java. */
  private Image exact(int width, int height) {
    LookSettings look = session.state().look();
    Background background =
        Background.of((float) look.red(), (float) look.green(), (float) look.blue());
    Camera camera = session.viewpoint().camera().camera(width, height);
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      return new PictureMaker(tracer, workers, PictureMode.COLOUR, background)
          .picture(TinyModel.scene(), camera);
    }
  }

  @Test
  void hintStaysInThePictureWhateverTheSizeOfText() {
    session.settings().setHintSeen(false);
    for (double scale : new double[] {1, 2}) {
      session.settings().setScale(scale);
      try (ViewerWindow window = withGrid(1280, 800, 1)) {
        float[] hint = window.places().get("Hint");
        float[] picture = window.places().get("Picture");
        assertThat(hint[0]).isGreaterThanOrEqualTo(picture[0]);
        assertThat(hint[0] + hint[2]).isLessThanOrEqualTo(picture[0] + picture[2]);
        float[] button = window.places().get("Got it");
        assertThat(button[0] + button[2]).isLessThan(hint[0] + hint[2]);
      }
    }
  }

  @Test
  void sizeOfTextChangesAtOnceAndBack() {
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      Image before = window.picture();
      float[] panel = window.places().get("Look panel");
      session.settings().setScale(1.5);
      settle(window);
      float[] larger = window.places().get("Look panel");
      assertThat(larger[2] / panel[2]).isBetween(1.4f, 1.6f);
      assertThat(larger[3] / panel[3]).isBetween(1.4f, 1.6f);
      session.settings().setScale(1);
      settle(window);
      assertThat(window.picture().rgba()).isEqualTo(before.rgba());
    }
  }
}
