package org.sceneremix.viewer.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.ImageFormat;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.Heap;
import org.sceneremix.volume.work.Workers;

/**
 * An HTML file that shows grids, one at a time: it has them, the library three.js and a poster
 * picture inside it, loads nothing, and traces the field as {@code render} does, in WebGL 2.
 *
 * <p>Files have at most {@value #MOST_BYTES} bytes. Grids that would take more are shown at the
 * resolution that fits.
 */
public final class ScenePage {

  /** Bytes that people can still send each other. */
  static final int MOST_BYTES = 10_000_000;

  /** Voxels of a scene, at most: 67 MB of texture. */
  private static final long MOST_VOXELS = 1 << 24;

  /** Memory that a voxel takes while a scene is shrunk. */
  private static final int BYTES_A_VOXEL = 100;

  /** Slices of its grid for which there is room beside them. */
  private static final int SLICES = 16;

  /** Resolution below which nothing can be made out. */
  private static final int COARSEST = 24;

  /** As in {@code render}: radians, along the shorter side of the picture. */
  private static final double FIELD_OF_VIEW = 0.6911;

  private static final double ELEVATION = 35;
  private static final int POSTER_PIXELS = 512;

  private final List<PageScene> scenes;
  private final String frame;
  private final int room;

  private ScenePage(List<PageScene> scenes, String poster) throws IOException {
    this.scenes = scenes;
    String title =
        scenes.stream().map(PageScene::name).filter(name -> !name.isEmpty()).findFirst().orElse("");
    this.frame =
        resource("page.html")
            .replace("{{title}}", escaped(title.isEmpty() ? "SceneRemix" : title))
            .replace("{{style}}", resource("page.css"))
            .replace("{{poster}}", "data:image/png;base64," + poster)
            .replace("{{library}}", library())
            .replace("{{shader}}", resource("trace.frag"))
            .replace("{{script}}", resource("page.js"));
    // JSON and tags around the samples take less than this for each scene
    this.room =
        MOST_BYTES - frame.getBytes(StandardCharsets.UTF_8).length - 1000 * (1 + scenes.size());
  }

  /**
   * Writes a page; the file appears whole or not at all.
   *
   * @param scenes in the order in which they are flipped through
   * @param progress told the share that is done; what it throws ends the work
   * @return what was written, for people
   * @throws IllegalArgumentException if so many scenes do not fit
   */
  public static String write(List<PageScene> scenes, Path out, DoubleConsumer progress)
      throws IOException {
    double scale = 1;
    for (PageScene scene : scenes) {
      GridSource grid = scene.grid();
      long room = Heap.free() - (long) SLICES * Float.BYTES * grid.sliceLength();
      double most = Math.max(1, Math.min(MOST_VOXELS, (double) room / BYTES_A_VOXEL));
      scale = Math.min(scale, Math.cbrt(most / grid.size().voxelCount()));
    }
    ScenePage page;
    List<EncodedScene> encoded;
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      page = new ScenePage(scenes, poster(scaled(scenes.get(0), scale, workers), workers));
      encoded = page.encode(scale, workers, progress);
    }
    AtomicFile.write(out, target -> page.write(encoded, target));
    String sizes =
        encoded.stream()
            .map(scene -> scene.size().toString())
            .distinct()
            .collect(Collectors.joining(", "));
    return (scenes.size() == 1 ? "1 scene of " : scenes.size() + " scenes of ") + sizes + " voxels";
  }

  private static String poster(VoxelGrid grid, Workers workers) throws IOException {
    PictureMaker maker =
        new PictureMaker(
            new CpuTracer(workers), workers, PictureMode.COLOUR, Background.of(1, 1, 1));
    byte[] png = ImageFiles.encode(maker.picture(grid, camera(grid.box())), ImageFormat.PNG);
    return Base64.getEncoder().encodeToString(png);
  }

  /** The first camera of the orbit that {@code render} makes. */
  private static Camera camera(Aabb box) {
    Intrinsics pinhole = Intrinsics.ofFieldOfView(POSTER_PIXELS, POSTER_PIXELS, FIELD_OF_VIEW);
    return new Orbit(1, ELEVATION).cameras(box, pinhole).get(0);
  }

  /**
   * The scenes at the highest resolution at which all of them fit.
   *
   * @param largest share of their own resolution
   */
  private List<EncodedScene> encode(double largest, Workers workers, DoubleConsumer progress)
      throws IOException {
    int longest = scenes.stream().mapToInt(scene -> scene.grid().size().longest()).max().orElse(0);
    double scale = largest;
    while (true) {
      List<EncodedScene> encoded = new ArrayList<>();
      long bytes = 0;
      for (PageScene scene : scenes) {
        progress.accept((double) encoded.size() / scenes.size());
        encoded.add(EncodedScene.of(scaled(scene, scale, workers)));
        // as base64
        bytes += encoded.get(encoded.size() - 1).gzip().length * 4L / 3 + 4;
      }
      if (bytes <= room) {
        return encoded;
      }
      scale *= Math.min(0.95, Math.cbrt((double) room / bytes));
      if (!(scale * longest >= COARSEST)) {
        throw new IllegalArgumentException(
            scenes.size()
                + " scenes do not fit into a page of "
                + MOST_BYTES / 1_000_000
                + " MB at a resolution that shows anything; export fewer of them");
      }
    }
  }

  private static VoxelGrid scaled(PageScene scene, double scale, Workers workers)
      throws IOException {
    GridSize size = scene.grid().size();
    return scale == 1
        ? scene.grid().inMemory()
        : scene
            .grid()
            .shrunk(
                new GridSize(
                    (int) Math.max(1, scale * size.nx()),
                    (int) Math.max(1, scale * size.ny()),
                    (int) Math.max(1, scale * size.nz())),
                workers);
  }

  private void write(List<EncodedScene> encoded, OutputStream out) throws IOException {
    ObjectNode settings = new ObjectMapper().createObjectNode();
    settings.put("fieldOfView", FIELD_OF_VIEW);
    ArrayNode list = settings.putArray("scenes");
    for (int i = 0; i < scenes.size(); i++) {
      GridSource grid = scenes.get(i).grid();
      GridSize size = encoded.get(i).size();
      Vector3d eye =
          camera(grid.box())
              .position()
              .sub(grid.box().centreX(), grid.box().centreY(), grid.box().centreZ());
      ObjectNode scene =
          list.addObject()
              .put("name", scenes.get(i).name())
              .put("densityScale", grid.densityScale());
      add(scene, "size", size.nx(), size.ny(), size.nz());
      add(scene, "box", grid.box().sizeX(), grid.box().sizeY(), grid.box().sizeZ());
      add(scene, "eye", eye.x, eye.y, eye.z);
    }
    // no text of it may end the element
    String json = settings.toString().replace("<", "\\u003c");
    String[] around = frame.split(Pattern.quote("{{scenes}}"), 2);
    writeText(around[0].replace("{{settings}}", json), out);
    for (int i = 0; i < encoded.size(); i++) {
      writeText("<script type=\"text/plain\" id=\"scene-" + i + "\">", out);
      out.write(Base64.getEncoder().encode(encoded.get(i).gzip()));
      writeText("</script>\n", out);
    }
    writeText(around[1], out);
  }

  private static void writeText(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void add(ObjectNode node, String name, double x, double y, double z) {
    node.putArray(name).add(x).add(y).add(z);
  }

  /** The modules of three.js by the names that they import each other by. */
  private static String library() throws IOException {
    Properties versions = new Properties();
    try (InputStream in = ScenePage.class.getResourceAsStream("version.properties")) {
      versions.load(in);
    }
    String folder = "/META-INF/resources/webjars/three/" + versions.getProperty("three") + "/";
    Map<String, String> modules =
        Map.of(
            "three", "build/three.module.min.js",
            "three/addons/controls/OrbitControls.js", "examples/jsm/controls/OrbitControls.js");
    ObjectNode map = new ObjectMapper().createObjectNode();
    ObjectNode imports = map.putObject("imports");
    for (String name : modules.keySet().stream().sorted().toList()) {
      byte[] source = bytes(folder + modules.get(name));
      imports.put(
          name, "data:text/javascript;base64," + Base64.getEncoder().encodeToString(source));
    }
    return map.toString();
  }

  private static String resource(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = ScenePage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
