package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.BlendWeight;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.viewer.gl.GlPictureMaker;
import org.sceneremix.viewer.gl.Tracing;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.MorphFrames;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.picture.PictureSeries;
import org.sceneremix.viewer.picture.PictureSeries.Kind;
import org.sceneremix.viewer.picture.PictureSeries.Shot;
import org.sceneremix.viewer.picture.PictureStyle;
import org.sceneremix.viewer.tiles.TileFolder;
import org.sceneremix.viewer.tiles.TileGround;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code remix render}: grid to pictures and films. */
@Command(
    name = "render",
    description = {
      "Renders pictures of a grid, of a remix of a model, or of a ground laid of tiles.",
      "--out FILE.png is one picture, FILE.gif or FILE.mp4 (with ffmpeg on the path) a film, any",
      "other name a folder of PNGs and a transforms.json, which together are a capture again.",
      "Transparent PNGs hold straight alpha: colour is not multiplied by it."
    })
final class RenderCommand implements Callable<Integer> {

  /** Horizontal field of view of orbits, radians: that of the NeRF-synthetic captures. */
  private static final double FIELD_OF_VIEW = 0.6911;

  private static final int FRAMES_PER_SECOND = 12;
  private static final int MOST_RAYS = 256;
  private static final PixelSize DEFAULT_SIZE = new PixelSize(512, 512);
  private static final Field DEFAULT_FIELD = new Field(4, 4);

  @Parameters(
      paramLabel = "GRID|MODEL|TILES",
      description =
          "Grid file, model folder, of which the remix --seed is rendered, or folder of tiles, of"
              + " which --lay are laid as --seed says.")
  private Path source;

  @Option(names = "--out", required = true, paramLabel = "FILE|DIR", description = "See above.")
  private Path out;

  @Option(
      names = "--lay",
      paramLabel = "AxB",
      converter = Field.Converter.class,
      description = "Tiles along x and y (4x4).")
  private Field field;

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
      names = "--morph",
      paramLabel = "SEED",
      description =
          "Of a model: go from the remix --seed to this one and back, a scene for every picture.")
  private Long morph;

  @Option(
      names = "--sun",
      paramLabel = "AZIMUTH,HEIGHT",
      converter = SunConverter.class,
      description =
          "Where the sun of shaded pictures stands, degrees from +x counter-clockwise and above the"
              + " horizon (220,45).")
  private Lighting sun;

  @Option(names = "--no-ground", description = "Shaded pictures without a ground around the scene.")
  private boolean noGround;

  @Option(
      names = "--rays",
      paramLabel = "N",
      description = "Rays through every pixel: more make edges smooth (4).")
  private int rays = PictureStyle.SMOOTH;

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
      description =
          "Draw as the window does, with OpenGL 3.3, instead of with a --tracer; needs no display.")
  private boolean gpu;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private TracerOption tracing;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  /** Reads {@code 220,45}. */
  private static final class SunConverter implements ITypeConverter<Lighting> {
    @Override
    public Lighting convert(String text) {
      String[] parts = text.split(",", -1);
      try {
        if (parts.length == 2) {
          return Lighting.DEFAULT.withSun(
              Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }
      } catch (NumberFormatException e) {
        // falls through to the one message for all that is no pair of numbers
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
      throw new TypeConversionException(
          "'" + text + "' is no place of a sun; write two angles in degrees, as 220,45");
    }
  }

  /** Numbers of tiles that are laid. */
  private record Field(int alongX, int alongY) {

    private static final int MOST = 256;

    /** Reads {@code 4x3}. */
    private static final class Converter implements ITypeConverter<Field> {
      @Override
      public Field convert(String text) {
        String[] parts = text.split("x", -1);
        try {
          if (parts.length == 2) {
            Field field = new Field(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            if (Math.min(field.alongX, field.alongY) >= 1
                && Math.max(field.alongX, field.alongY) <= MOST) {
              return field;
            }
          }
        } catch (NumberFormatException e) {
          // falls through to the one message for all that is no field
        }
        throw new TypeConversionException(
            "'" + text + "' is no field of tiles; write it as 4x3, each number from 1 to " + MOST);
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    PictureSeries series = series();
    if (morph != null) {
      return renderMorph(series);
    }
    VoxelGrid grid = grid();
    return render(series, grid, frame -> grid);
  }

  private int renderMorph(PictureSeries series) throws IOException {
    if (!Files.isDirectory(source) || TileFolder.isOne(source)) {
      throw console.usageError(
          "--morph goes from one remix of a model to another, and " + source + " is no model");
    }
    if (series.kind() == Kind.PICTURE) {
      throw console.usageError(
          "--morph makes a picture of every scene on the way; give --out the name of a folder, or"
              + " of a .gif");
    }
    try (Workers workers = threads.open();
        Engine engine = Engine.cpu(workers)) {
      Remixes remixes = Remixes.open(new ModelFolder(source), engine);
      VoxelGrid first = remixes.make(Recipe.ofSeed(seed.seed()), remixes.settings(), Progress.NONE);
      return render(
          series,
          first,
          share ->
              remixes.make(
                  Recipe.between(seed.seed(), morph, BlendWeight.everywhere(share)),
                  remixes.settings(),
                  Progress.NONE));
    }
  }

  /**
   * Writes pictures.
   *
   * @param first what the cameras are about
   * @param scenes of the film, by their share of the way
   */
  private int render(PictureSeries series, VoxelGrid first, DoubleFunction<VoxelGrid> scenes)
      throws IOException {
    List<Shot> shots = shots(first, series.kind());
    if (series.kind() == Kind.PICTURE && shots.size() > 1) {
      throw console.usageError(
          shots.size()
              + " pictures do not fit into one file; give --out the name of a folder, or of a"
              + " .gif");
    }
    int[] frame = {0};
    Supplier<VoxelGrid> next =
        () -> scenes.apply(MorphFrames.share(frame[0]++, shots.size(), true));
    return series.holding("remix render", () -> write(series, shots, first.box(), next));
  }

  private int write(PictureSeries series, List<Shot> shots, Aabb box, Supplier<VoxelGrid> next)
      throws IOException {
    try (TaskProgress progress = console.progress("Rendering")) {
      if (gpu) {
        draw(series, shots, next, progress);
      } else {
        trace(series, shots, next, progress);
      }
      if (series.kind() == Kind.FOLDER && !camerasAreThere()) {
        series.writeCameras(shots, box);
      }
    }
    console.say(shots.size() + (shots.size() == 1 ? " view in " : " views in ") + out);
    return 0;
  }

  private void trace(
      PictureSeries series, List<Shot> shots, Supplier<VoxelGrid> next, TaskProgress progress)
      throws IOException {
    try (Workers workers = threads.open();
        VolumeTracer tracer = tracing.open(workers, console)) {
      PictureMaker maker = new PictureMaker(tracer, workers, style(), background);
      series.write(shots, camera -> maker.picture(next.get(), camera), progress);
    }
  }

  private PictureStyle style() {
    Lighting lighting = sun == null ? Lighting.DEFAULT : sun;
    return new PictureStyle(mode, lighting.withGround(!noGround), rays);
  }

  private void draw(
      PictureSeries series, List<Shot> shots, Supplier<VoxelGrid> next, TaskProgress progress)
      throws IOException {
    try (GlContext context = GlContext.offscreen();
        GlPictureMaker maker = new GlPictureMaker(style(), background, Tracing.EVERYTHING)) {
      console.detail("Drawing on " + context.device());
      series.write(shots, camera -> maker.picture(next.get(), camera), progress);
    }
  }

  /** Whether the pictures go beside the very file that their cameras came from. */
  private boolean camerasAreThere() throws IOException {
    Path file = out.resolve(PictureSeries.CAMERAS);
    return cameraFile != null && Files.exists(file) && Files.isSameFile(file, cameraFile);
  }

  private PictureSeries series() {
    PictureSeries series;
    try {
      series = new PictureSeries(out, FRAMES_PER_SECOND);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    if (cameraFile != null && orbit != null) {
      throw console.usageError("--cameras and --orbit exclude each other");
    }
    if (field != null && !TileFolder.isOne(source)) {
      throw console.usageError(
          "--lay is about tiles, and " + source + " is no folder of tiles; leave it away");
    }
    if (gpu && !tracing.isAuto()) {
      throw console.usageError("--gpu and --tracer exclude each other");
    }
    if ((sun != null || noGround) && mode != PictureMode.SHADED) {
      throw console.usageError("--sun and --no-ground are about --mode shaded; add that");
    }
    if (rays < 1 || rays > MOST_RAYS) {
      throw console.usageError("--rays is a number from 1 to " + MOST_RAYS + ", not " + rays);
    }
    if (series.kind().isFilm() && background.transparent()) {
      throw console.usageError(
          "films know no half-transparent pixels; choose a colour for --background, or a folder"
              + " of PNGs");
    }
    return series;
  }

  private VoxelGrid grid() throws IOException {
    if (TileFolder.isOne(source)) {
      Field laid = field == null ? DEFAULT_FIELD : field;
      TileGround ground = new TileGround(TileFolder.open(source), seed.seed());
      return ground.part(0, 0, laid.alongX(), laid.alongY());
    }
    if (!Files.isDirectory(source)) {
      return GridFile.read(source).grid();
    }
    try (Workers workers = threads.open();
        Engine engine = Engine.cpu(workers)) {
      Remixes remixes = Remixes.open(new ModelFolder(source), engine);
      return remixes.make(Recipe.ofSeed(seed.seed()), remixes.settings(), Progress.NONE);
    }
  }

  private List<Shot> shots(VoxelGrid grid, Kind kind) throws IOException {
    return cameraFile == null ? orbitShots(grid, kind) : cameraFileShots();
  }

  private List<Shot> orbitShots(VoxelGrid grid, Kind kind) {
    PixelSize pixels = size == null ? DEFAULT_SIZE : size;
    Intrinsics pinhole = Intrinsics.ofFieldOfView(pixels.width(), pixels.height(), FIELD_OF_VIEW);
    List<Camera> cameras;
    try {
      cameras =
          new Orbit(orbit == null ? defaultViews(kind) : orbit, elevation)
              .cameras(grid.box(), pinhole);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      shots.add(Shot.numbered(i, cameras.get(i)));
    }
    return shots;
  }

  private static int defaultViews(Kind kind) {
    return switch (kind) {
      case PICTURE -> 1;
      case GIF, MP4 -> 36;
      case FOLDER -> 8;
    };
  }

  private List<Shot> cameraFileShots() throws IOException {
    CameraJson json = CameraJson.read(cameraFile);
    List<Camera> cameras =
        json.cameras(new CameraJson.Size(DEFAULT_SIZE.width(), DEFAULT_SIZE.height()));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      names.add(pictureName(json.filePath(i)));
    }
    boolean usable = !names.contains("") && new HashSet<>(names).size() == names.size();
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      Camera camera =
          size == null ? cameras.get(i) : cameras.get(i).resized(size.width(), size.height());
      shots.add(usable ? new Shot(names.get(i), camera) : Shot.numbered(i, camera));
    }
    return shots;
  }

  /** The name of the photograph without folders and ending, so that pairs are easily found. */
  private static String pictureName(String filePath) {
    int folders = Math.max(filePath.lastIndexOf('/'), filePath.lastIndexOf('\\'));
    String name = filePath.substring(folders + 1);
    return name.replaceFirst("(?i)\\.(png|jpe?g|tiff?)$", "");
  }
}
