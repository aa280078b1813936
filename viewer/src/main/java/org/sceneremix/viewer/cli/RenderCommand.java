package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.viewer.gl.GlPictureMaker;
import org.sceneremix.viewer.picture.AnimatedGif;
import org.sceneremix.viewer.picture.Mp4Film;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix render}: grid to pictures and films. */
@Command(
    name = "render",
    description = {
      "Renders pictures of a grid, or of a remix of a model.",
      "--out FILE.png is one picture, FILE.gif or FILE.mp4 (with ffmpeg on the path) a film, any",
      "other name a folder of PNGs and a transforms.json, which together are a capture again.",
      "Transparent PNGs hold straight alpha: colour is not multiplied by it."
    })
final class RenderCommand implements Callable<Integer> {

  /** Horizontal field of view of orbits, radians: that of the NeRF-synthetic captures. */
  private static final double FIELD_OF_VIEW = 0.6911;

  private static final int FRAMES_PER_SECOND = 12;
  private static final PixelSize DEFAULT_SIZE = new PixelSize(512, 512);

  @Parameters(
      paramLabel = "GRID|MODEL",
      description = "Grid file, or model folder, of which the remix --seed is rendered.")
  private Path source;

  @Option(names = "--out", required = true, paramLabel = "FILE|DIR", description = "See above.")
  private Path out;

  @Option(
      names = "--cameras",
      paramLabel = "JSON",
      description = "Exactly the views of a transforms.json.")
  private Path cameraFile;

  @Option(
      names = "--orbit",
      paramLabel = "N",
      description = "N views on a circle (by default 36 for a film, 1 for a picture, else 8).")
  private Integer orbit;

  @Option(
      names = "--elevation",
      paramLabel = "DEGREES",
      defaultValue = "35",
      description = "Height of the orbit above the horizon (${DEFAULT-VALUE}).")
  private double elevation;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = PixelSize.Converter.class,
      description = "Pixels of a picture (512x512, or what --cameras says).")
  private PixelSize size;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "colour",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private PictureMode mode;

  @Option(
      names = "--background",
      paramLabel = "COLOUR",
      defaultValue = "white",
      converter = BackgroundConverter.class,
      description =
          "white, black, transparent, #rrggbb, or a picture file of the same size"
              + " (${DEFAULT-VALUE}).")
  private Background background;

  @Option(
      names = "--gpu",
      description = "Render with OpenGL instead of on the processor's cores; needs no display.")
  private boolean gpu;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  /** What makes the pictures, and what is to be done when all are made. */
  private record PictureSource(BiFunction<VoxelGrid, Camera, Image> maker, Runnable end)
      implements AutoCloseable {

    Image picture(VoxelGrid grid, Camera camera) {
      return maker.apply(grid, camera);
    }

    @Override
    public void close() {
      end.run();
    }
  }

  /** A camera and the name of its picture. */
  private record Shot(String name, Camera camera) {}

  @Override
  public Integer call() throws IOException {
    Target target = Target.of(out);
    requireSense(target);
    VoxelGrid grid = grid();
    List<Shot> shots = shots(grid, target);
    if (target == Target.PICTURE && shots.size() > 1) {
      throw console.usageError(
          shots.size()
              + " pictures do not fit into one file; give --out the name of a folder, or of a .gif");
    }
    List<Image> frames = new ArrayList<>();
    try (PictureSource maker = gpu ? glPictures() : cpuPictures();
        TaskProgress progress = console.progress("Rendering")) {
      for (int i = 0; i < shots.size(); i++) {
        progress.stopIfCancelled();
        progress.at((double) i / shots.size(), shots.get(i).name());
        Image picture = maker.picture(grid, shots.get(i).camera());
        switch (target) {
          case FILM -> frames.add(picture);
          case PICTURE -> ImageFiles.write(picture, out);
          case FOLDER -> ImageFiles.write(picture, out.resolve(shots.get(i).name() + ".png"));
        }
      }
      if (target == Target.FILM && isMp4()) {
        Mp4Film.write(frames, FRAMES_PER_SECOND, out);
      } else if (target == Target.FILM) {
        byte[] film = AnimatedGif.encode(frames, FRAMES_PER_SECOND);
        AtomicFile.write(out, stream -> stream.write(film));
      } else if (target == Target.FOLDER) {
        writeCameras(grid, shots);
      }
      progress.at(1, shots.size() + " views");
    }
    console.say(shots.size() + (shots.size() == 1 ? " view in " : " views in ") + out);
    return 0;
  }

  private boolean isMp4() {
    return out.toString().toLowerCase(Locale.ROOT).endsWith(".mp4");
  }

  /** The pictures' cameras and the box of the grid beside them, unless they come from there. */
  private void writeCameras(VoxelGrid grid, List<Shot> shots) throws IOException {
    Path file = out.resolve("transforms.json");
    if (cameraFile != null && Files.exists(file) && Files.isSameFile(file, cameraFile)) {
      return;
    }
    String json =
        CameraJson.write(
            shots.stream().map(Shot::camera).toList(),
            shots.stream().map(shot -> shot.name() + ".png").toList(),
            Optional.of(grid.box()));
    AtomicFile.write(file, stream -> stream.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  private PictureSource cpuPictures() {
    CpuTracer tracer = new CpuTracer(threads.threads());
    return new PictureSource(new PictureMaker(tracer, mode, background)::picture, tracer::close);
  }

  private PictureSource glPictures() {
    GlContext context = GlContext.offscreen();
    console.detail(context.device().toString());
    GlPictureMaker maker = new GlPictureMaker(mode, background);
    return new PictureSource(
        maker::picture,
        () -> {
          maker.close();
          context.close();
        });
  }

  /** What is written, told from the name. */
  private enum Target {
    PICTURE(1),
    FILM(36),
    FOLDER(8);

    private final int defaultViews;

    Target(int defaultViews) {
      this.defaultViews = defaultViews;
    }

    static Target of(Path out) {
      String name = out.toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".png")) {
        return PICTURE;
      }
      return name.endsWith(".gif") || name.endsWith(".mp4") ? FILM : FOLDER;
    }
  }

  private void requireSense(Target target) {
    String name = out.toString().toLowerCase(Locale.ROOT);
    for (String ending : List.of(".webm", ".mov", ".avi", ".jpg", ".jpeg")) {
      if (name.endsWith(ending)) {
        throw console.usageError(
            ending + " files are not written; give --out a .png, a .gif, an .mp4, or a folder");
      }
    }
    if (isMp4() && !Mp4Film.isPossible()) {
      throw console.usageError(
          "an .mp4 needs the program ffmpeg on the path, which is not there; install it or write a"
              + " .gif");
    }
    if (cameraFile != null && orbit != null) {
      throw console.usageError("--cameras and --orbit exclude each other");
    }
    if (target == Target.FILM && background.transparent()) {
      throw console.usageError(
          "films know no half-transparent pixels; choose a colour for --background, or a folder"
              + " of PNGs");
    }
  }

  private VoxelGrid grid() throws IOException {
    if (!Files.isDirectory(source)) {
      return GridFile.read(source).grid();
    }
    threads.applyToEngine();
    Model model = new ModelFolder(source).open();
    return model.remix(seed.seed(), model.defaultSize(), 1);
  }

  private List<Shot> shots(VoxelGrid grid, Target target) throws IOException {
    return cameraFile == null ? orbitShots(grid, target) : cameraFileShots();
  }

  private List<Shot> orbitShots(VoxelGrid grid, Target target) {
    PixelSize pixels = size == null ? DEFAULT_SIZE : size;
    Intrinsics pinhole = Intrinsics.ofFieldOfView(pixels.width(), pixels.height(), FIELD_OF_VIEW);
    List<Camera> cameras;
    try {
      cameras =
          new Orbit(orbit == null ? target.defaultViews : orbit, elevation)
              .cameras(grid.box(), pinhole);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      shots.add(new Shot(numbered(i), cameras.get(i)));
    }
    return shots;
  }

  private List<Shot> cameraFileShots() throws IOException {
    CameraJson json =
        CameraJson.parse(
            new String(Files.readAllBytes(cameraFile), StandardCharsets.UTF_8),
            cameraFile.toString());
    List<Camera> cameras =
        json.cameras(new CameraJson.Size(DEFAULT_SIZE.width(), DEFAULT_SIZE.height()));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      names.add(pictureName(json.filePath(i)));
    }
    boolean usable = !names.contains("") && new HashSet<>(names).size() == names.size();
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      Camera camera = cameras.get(i);
      shots.add(
          new Shot(
              usable ? names.get(i) : numbered(i),
              size == null ? camera : camera.resized(size.width(), size.height())));
    }
    return shots;
  }

  /** The name of the photograph without folders and ending, so that pairs are easily found. */
  private static String pictureName(String filePath) {
    String name = filePath.substring(filePath.lastIndexOf('/') + 1);
    return name.replaceFirst("(?i)\\.(png|jpe?g|tiff?)$", "");
  }

  private static String numbered(int i) {
    return String.format(Locale.ROOT, "view-%03d", i);
  }
}
