package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lwjgl.glfw.GLFW.glfwGetCurrentContext;
import static org.lwjgl.glfw.GLFW.glfwSetDropCallback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
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
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.viewer.gl.Drawing;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Notice;
import org.sceneremix.viewer.session.SceneEntry;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.TinyModel;
import org.sceneremix.volume.io.GridFile;

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
      session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.5, 0.1));
      settle(window);
      Image before = window.picture();
      window.recover();
      settle(window);
      assertThat(session.notices().all())
          .last()
          .extracting(Notice::text)
          .asString()
          .contains("reset");
      dismissAll();
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
      double ofFine = ImageMetrics.psnr(exact, fine);
      assertThat(ofFine).isGreaterThan(ImageMetrics.psnr(exact, doubled(plain, fine)) + 2);
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
    try (CpuTracer tracer = new CpuTracer(1)) {
      return new PictureMaker(tracer, PictureMode.COLOUR, background)
          .picture(TinyModel.scene(), camera);
    }
  }

  @Test
  void sizeOfTextChangesAtOnceAndBack() {
    try (ViewerWindow window = withGrid(WIDTH, HEIGHT, 1)) {
      Image before = window.picture();
      float[] panel = window.places().get("Remix panel");
      session.settings().setScale(1.5);
      settle(window);
      float[] larger = window.places().get("Remix panel");
      assertThat(larger[2] / panel[2]).isBetween(1.4f, 1.6f);
      assertThat(larger[3] / panel[3]).isBetween(1.4f, 1.6f);
      session.settings().setScale(1);
      settle(window);
      assertThat(window.picture().rgba()).isEqualTo(before.rgba());
    }
  }
}
