package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.io.GeometryJson;

/**
 * Cameras as JSON, in the {@code transforms.json} layout of NeRF and instant-ngp.
 *
 * <pre>
 *   {"camera_angle_x": 0.69, "fl_x": .., "fl_y": .., "cx": .., "cy": .., "w": 320, "h": 320,
 *    "aabb": [min x, min y, min z, max x, max y, max z],
 *    "frames": [{"file_path": "./train/r_0", "transform_matrix": [[4 values], ... 4 rows]}]}
 * </pre>
 *
 * <p>Matrices are camera-to-world with OpenGL axes, row by row. Of the pinhole, {@code fl_x, fl_y}
 * (pixels) come before {@code camera_angle_x, camera_angle_y} (radians); a frame's own values come
 * before those at the top; {@code cx, cy} default to the middle. {@code aabb}, the box of the
 * scene, is a key of ours.
 */
public final class CameraJson {

  /**
   * Reads NaN and infinities too, which Python writes, so that the field that holds one is named;
   * and comments and trailing commas, as instant-ngp does.
   */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
              JsonReadFeature.ALLOW_JAVA_COMMENTS,
              JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  /** Terms of lenses that {@link Distortion} does not have, from this size on. */
  private static final double LARGEST_OTHER_TERM = 1e-4;

  private static final Pattern LENS_TERM = Pattern.compile("[kps]\\d+|b[12]|skew|ftheta_.*");

  /** Nerfstudio's order of the terms that it writes as one list. */
  private static final List<String> LISTED_TERMS = List.of("k1", "k2", "k3", "k4", "p1", "p2");

  private static final String LISTED = "distortion_params";

  /** Camera models whose distortion is a polynomial, whichever of its terms are there. */
  private static final Set<String> POLYNOMIAL =
      Set.of("", "PERSPECTIVE", "PINHOLE", "SIMPLE_PINHOLE", "SIMPLE_RADIAL", "RADIAL", "OPENCV");

  private static final String RATIONAL = "FULL_OPENCV";

  private static final Set<String> FISHEYE =
      Set.of("FISHEYE", "OPENCV_FISHEYE", "RADIAL_FISHEYE", "SIMPLE_RADIAL_FISHEYE");

  private static final String UNDISTORT =
      "undistort the pictures first (for instance with COLMAP's image_undistorter)";

  /** Entries of instant-ngp that change what a picture shows, and what to do about them. */
  private static final Map<String, String> NOT_SUPPORTED =
      Map.of(
          "equirectangular", "panoramas are not supported; cut pinhole pictures out of them",
          "latlong", "panoramas are not supported; cut pinhole pictures out of them",
          "orthographic", "orthographic cameras are not supported; use pinhole ones",
          "rolling_shutter", "it is not supported; correct the pictures and remove the entry",
          "white_transparent", "it is not supported; write pictures with an alpha channel",
          "black_transparent", "it is not supported; write pictures with an alpha channel");

  private final String origin;
  private final JsonNode root;
  private final JsonNode frames;

  private CameraJson(String origin, JsonNode root) throws CaptureException {
    this.origin = origin;
    this.root = root;
    this.frames = root.path("frames");
    if (!frames.isArray() || frames.isEmpty()) {
      throw new CaptureException(
          origin
              + ": there are no frames; \"frames\" must list at least one camera with"
              + " \"file_path\" and \"transform_matrix\"");
    }
  }

  /** Number of pixels of a picture. */
  public record Size(int width, int height) {}

  /**
   * Reads cameras from a file, in any encoding of Unicode.
   *
   * @throws CaptureException if it cannot be read, is not JSON or has no frames
   */
  public static CameraJson read(Path file) throws CaptureException {
    return parse(ContentFile.text(file), file.toString());
  }

  /**
   * Parses cameras.
   *
   * @param json the text
   * @param origin what messages call it, such as its file
   * @throws CaptureException if the text is not JSON or has no frames
   */
  public static CameraJson parse(String json, String origin) throws CaptureException {
    return new CameraJson(origin, tree(json, origin));
  }

  /**
   * Cameras that a reader of another format has put together.
   *
   * @throws CaptureException if there are no frames
   */
  static CameraJson of(ObjectNode root, String origin) throws CaptureException {
    return new CameraJson(origin, root);
  }

  /** An empty object, to put cameras together. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * A file of JSON.
   *
   * @throws CaptureException if it cannot be read or is none
   */
  static JsonNode tree(Path file) throws CaptureException {
    return tree(ContentFile.text(file), file.toString());
  }

  private static JsonNode tree(String json, String origin) throws CaptureException {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new CaptureException(
          origin
              + ": this is not JSON (line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage()
              + "); correct it or write it anew",
          e);
    }
  }

  /** Name of the text in messages. */
  String origin() {
    return origin;
  }

  /** A list of names at the top; empty if there is none. */
  List<String> names(String field) {
    List<String> names = new ArrayList<>();
    root.path(field).forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Number of frames. */
  public int count() {
    return frames.size();
  }

  /**
   * All cameras.
   *
   * @param size how many pixels a camera has where the text does not say
   * @throws CaptureException if a camera cannot be used; says which frame and field
   */
  public List<Camera> cameras(Size size) throws CaptureException {
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      cameras.add(camera(i, size));
    }
    return cameras;
  }

  /**
   * The camera of one frame, with as many pixels as the text says; where the text says a lens's
   * distortion, the pinhole camera of the undistorted picture ({@link Lens#pinhole}).
   *
   * @param size how many pixels it has where the text does not say
   * @throws CaptureException if it cannot be used; says which frame and field
   */
  public Camera camera(int frame, Size size) throws CaptureException {
    Camera photographing = photographing(frame, size);
    return new Camera(
        lens(frame, photographing.intrinsics()).pinhole(), photographing.cameraToWorld());
  }

  /** The camera of one frame without its lens's distortion. */
  Camera photographing(int frame, Size size) throws CaptureException {
    return camera(frame, intrinsics(frame, size));
  }

  /**
   * @throws CaptureException if the pose of a frame is none
   */
  void requirePose(int frame) throws CaptureException {
    camera(frame, new Intrinsics(1, 1, 1, 1, 0, 0));
  }

  private Camera camera(int frame, Intrinsics intrinsics) throws CaptureException {
    Matrix4d pose = pose(frame);
    try {
      return new Camera(intrinsics, pose);
    } catch (IllegalArgumentException e) {
      throw new CaptureException(where(frame) + ", transform_matrix: " + e.getMessage(), e);
    }
  }

  /**
   * The lens of one frame.
   *
   * @param photographed its pinhole part, for the picture as it is
   * @throws CaptureException if its distortion cannot be undone; says which frame
   */
  Lens lens(int frame, Intrinsics photographed) throws CaptureException {
    try {
      return new Lens(photographed, distortion(frame));
    } catch (IllegalArgumentException e) {
      throw new CaptureException(where(frame) + ": " + e.getMessage(), e);
    }
  }

  private Distortion distortion(int frame) throws CaptureException {
    for (Map.Entry<String, String> entry : NOT_SUPPORTED.entrySet()) {
      if (isSet(value(frame, entry.getKey()))) {
        throw new CaptureException(where(frame) + ", " + entry.getKey() + ": " + entry.getValue());
      }
    }
    String model = value(frame, "camera_model").asText("").toUpperCase(Locale.ROOT);
    boolean isFisheye = FISHEYE.contains(model) || isSet(value(frame, "is_fisheye"));
    boolean isRational = model.equals(RATIONAL);
    if (!isFisheye && !isRational && !POLYNOMIAL.contains(model)) {
      throw new CaptureException(
          where(frame)
              + ", camera_model: "
              + model
              + " is not supported; use a PINHOLE, RADIAL, OPENCV, FULL_OPENCV or FISHEYE one, or "
              + UNDISTORT);
    }
    Map<String, Double> terms = lensTerms(frame);
    Distortion distortion;
    if (isFisheye) {
      distortion =
          Distortion.fisheye(
              take(terms, "k1"), take(terms, "k2"), take(terms, "k3"), take(terms, "k4"));
    } else {
      double k1 = take(terms, "k1");
      double k2 = take(terms, "k2");
      double k3 = take(terms, "k3");
      // without its model a fourth term may be a fisheye's or the rational model's
      double k4 = model.equals("OPENCV") ? take(terms, "k4") : 0;
      double d1 = isRational ? take(terms, "k4") : 0;
      double d2 = isRational ? take(terms, "k5") : 0;
      double d3 = isRational ? take(terms, "k6") : 0;
      distortion =
          new Distortion(false, k1, k2, k3, k4, d1, d2, d3, take(terms, "p1"), take(terms, "p2"));
    }
    for (Map.Entry<String, Double> left : terms.entrySet()) {
      if (Math.abs(left.getValue()) > LARGEST_OTHER_TERM) {
        throw new CaptureException(
            where(frame)
                + ", "
                + left.getKey()
                + ": "
                + (model.isEmpty() ? "a lens without a camera_model" : "a lens of this model")
                + " has no such term here; say the camera_model (OPENCV, FULL_OPENCV or"
                + " OPENCV_FISHEYE), or "
                + UNDISTORT);
      }
    }
    return distortion;
  }

  /** All terms of distortion, whether or not they are understood. */
  private Map<String, Double> lensTerms(int frame) throws CaptureException {
    Map<String, Double> terms = new TreeMap<>();
    for (JsonNode node : List.of(root, frames.get(frame))) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        if (LENS_TERM.matcher(entry.getKey()).matches()) {
          terms.put(entry.getKey(), number(frame, entry.getKey()));
        }
      }
    }
    JsonNode listed = terms.isEmpty() ? value(frame, LISTED) : MAPPER.missingNode();
    for (int i = 0; i < listed.size(); i++) {
      terms.put(
          i < LISTED_TERMS.size() ? LISTED_TERMS.get(i) : LISTED + "[" + i + "]",
          listed.get(i).asDouble(Double.NaN));
    }
    return terms;
  }

  private static double take(Map<String, Double> terms, String name) {
    Double value = terms.remove(name);
    return value == null ? 0 : value;
  }

  /** Whether an entry says something: true, a number other than 0, or a list with one. */
  private static boolean isSet(JsonNode node) {
    if (node.isContainerNode()) {
      for (JsonNode element : node) {
        if (isSet(element)) {
          return true;
        }
      }
      return node.isObject();
    }
    return node.asBoolean(false) || node.asDouble(0) != 0;
  }

  /**
   * The cube to which instant-ngp keeps, if the text says its {@code aabb_scale} s: of edge {@code
   * s / scale} around the point that {@code scale * p + offset} takes to (0.5, 0.5, 0.5), where
   * {@code scale} (0.33) and {@code offset} (0.5, 0.5, 0.5) may be said too.
   *
   * @throws CaptureException if it is no cube
   */
  Optional<Aabb> ngpCube() throws CaptureException {
    double size = root.path("aabb_scale").asDouble(0);
    double scale = root.path("scale").asDouble(0.33);
    if (!(size > 0 && scale > 0)) {
      return Optional.empty();
    }
    double half = 0.5 * size / scale;
    double[] centre = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      JsonNode offset = root.path("offset");
      centre[axis] = (0.5 - (offset.isNumber() ? offset : offset.path(axis)).asDouble(0.5)) / scale;
    }
    try {
      return Optional.of(
          new Aabb(
              centre[0] - half,
              centre[1] - half,
              centre[2] - half,
              centre[0] + half,
              centre[1] + half,
              centre[2] + half));
    } catch (IllegalArgumentException e) {
      throw new CaptureException(origin + ": aabb_scale, scale, offset: " + e.getMessage(), e);
    }
  }

  /** The picture of a frame, as it is written; empty if the frame names none. */
  public String filePath(int frame) {
    return frames.get(frame).path("file_path").asText("");
  }

  /** The mask of a frame, as it is written. */
  Optional<String> maskPath(int frame) {
    return Optional.ofNullable(frames.get(frame).path("mask_path").asText(null));
  }

  /** The file of sparse points, as nerfstudio writes it. */
  Optional<String> pointsPath() {
    return Optional.ofNullable(root.path("ply_file_path").asText(null));
  }

  /** Whether nerfstudio wrote the poses, in a world whose axes COLMAP chose. */
  boolean isTransformed() {
    return root.has("applied_transform");
  }

  /** Whether the text says how many pixels this frame has. */
  boolean saysSize(int frame) {
    return has(frame, "w") && has(frame, "h");
  }

  /** Beginning of a message about this frame. */
  String where(int frame) {
    String path = filePath(frame);
    return origin + ": frame " + frame + (path.isEmpty() ? "" : " (" + path + ")");
  }

  /**
   * The box of the scene, if the text says it.
   *
   * @throws CaptureException if it is there but is no box
   */
  public Optional<Aabb> box() throws CaptureException {
    JsonNode node = root.path("aabb");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    // instant-ngp writes [[min], [max]]
    List<Double> bounds = new ArrayList<>();
    for (JsonNode value : node) {
      if (value.isArray()) {
        value.forEach(inner -> bounds.add(inner.asDouble(Double.NaN)));
      } else {
        bounds.add(value.asDouble(Double.NaN));
      }
    }
    if (bounds.size() != 6) {
      throw new CaptureException(
          origin + ": aabb must list 6 numbers, min x y z then max x y z, not " + node);
    }
    try {
      return Optional.of(
          new Aabb(
              bounds.get(0),
              bounds.get(1),
              bounds.get(2),
              bounds.get(3),
              bounds.get(4),
              bounds.get(5)));
    } catch (IllegalArgumentException e) {
      throw new CaptureException(origin + ": aabb: " + e.getMessage(), e);
    }
  }

  private Intrinsics intrinsics(int frame, Size size) throws CaptureException {
    int width = has(frame, "w") ? pixels(frame, "w") : size.width();
    int height = has(frame, "h") ? pixels(frame, "h") : size.height();
    double fx;
    if (has(frame, "fl_x")) {
      fx = number(frame, "fl_x");
    } else if (has(frame, "x_fov")) {
      fx = focal(frame, "x_fov", Math.PI / 180, width);
    } else if (has(frame, "camera_angle_x")) {
      fx = focal(frame, "camera_angle_x", 1, width);
    } else {
      throw new CaptureException(
          where(frame)
              + ": neither fl_x (focal length, pixels) nor camera_angle_x (field of view, radians)"
              + " is given; add one of them");
    }
    double fy = fx;
    if (has(frame, "fl_y")) {
      fy = number(frame, "fl_y");
    } else if (has(frame, "y_fov")) {
      fy = focal(frame, "y_fov", Math.PI / 180, height);
    } else if (!has(frame, "fl_x") && has(frame, "camera_angle_y")) {
      fy = focal(frame, "camera_angle_y", 1, height);
    }
    double cx = has(frame, "cx") ? number(frame, "cx") : 0.5 * width;
    double cy = has(frame, "cy") ? number(frame, "cy") : 0.5 * height;
    try {
      return new Intrinsics(width, height, fx, fy, cx, cy);
    } catch (IllegalArgumentException e) {
      throw new CaptureException(where(frame) + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param unit of the angle, radians
   */
  private double focal(int frame, String field, double unit, int pixels) throws CaptureException {
    double angle = unit * number(frame, field);
    if (!(angle > 0 && angle < Math.PI)) {
      throw new CaptureException(
          where(frame)
              + ", "
              + field
              + ": a field of view lies between 0 and 180 degrees, not at "
              + Math.toDegrees(angle));
    }
    return 0.5 * pixels / Math.tan(0.5 * angle);
  }

  private Matrix4d pose(int frame) throws CaptureException {
    JsonNode rows = frames.get(frame).path("transform_matrix");
    if (rows.isMissingNode()) {
      throw new CaptureException(
          where(frame)
              + ": transform_matrix is missing; every frame needs its camera-to-world"
              + " matrix");
    }
    boolean isMatrix = rows.isArray() && (rows.size() == 4 || rows.size() == 3);
    for (JsonNode row : rows) {
      isMatrix &= row.isArray() && row.size() == 4;
    }
    if (!isMatrix) {
      throw new CaptureException(
          where(frame)
              + ", transform_matrix: this is not a matrix of 4 rows of 4 numbers; write"
              + " camera-to-world row by row");
    }
    Matrix4d pose = new Matrix4d();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < 4; column++) {
        JsonNode value = rows.get(row).get(column);
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
          throw new CaptureException(
              where(frame)
                  + ", transform_matrix: row "
                  + row
                  + ", column "
                  + column
                  + " is not a finite number ("
                  + value
                  + "); correct the pose or remove the frame");
        }
        pose.set(column, row, value.asDouble());
      }
    }
    return pose;
  }

  private boolean has(int frame, String field) {
    return frames.get(frame).has(field) || root.has(field);
  }

  /** A frame's own value, or else the one at the top. */
  private JsonNode value(int frame, String field) {
    JsonNode own = frames.get(frame).path(field);
    return own.isMissingNode() ? root.path(field) : own;
  }

  private double number(int frame, String field) throws CaptureException {
    JsonNode value = value(frame, field);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new CaptureException(
          where(frame) + ", " + field + ": this is not a finite number (" + value + ")");
    }
    return value.asDouble();
  }

  private int pixels(int frame, String field) throws CaptureException {
    double value = number(frame, field);
    if (value != Math.rint(value) || value < 1 || value > 1 << 20) {
      throw new CaptureException(
          where(frame) + ", " + field + ": this is not a number of pixels (" + value + ")");
    }
    return (int) value;
  }

  /**
   * Writes cameras, without pictures.
   *
   * @return the text; {@link #parse} and {@link #cameras} give the same cameras again
   */
  public static String write(List<Camera> cameras) {
    return write(cameras, List.of(), Optional.empty());
  }

  /**
   * Writes cameras.
   *
   * @param filePaths the picture of each camera, or empty if they have none
   * @param box the box of the scene
   * @throws IllegalArgumentException if there are some pictures but not one for each camera
   */
  public static String write(List<Camera> cameras, List<String> filePaths, Optional<Aabb> box) {
    if (!filePaths.isEmpty() && filePaths.size() != cameras.size()) {
      throw new IllegalArgumentException(
          filePaths.size() + " pictures do not go with " + cameras.size() + " cameras");
    }
    ObjectNode root = MAPPER.createObjectNode();
    boolean shared = cameras.stream().map(Camera::intrinsics).distinct().count() == 1;
    if (shared) {
      put(root, cameras.get(0).intrinsics());
    }
    box.ifPresent(b -> root.set("aabb", GeometryJson.of(b)));
    ArrayNode frames = root.putArray("frames");
    for (int i = 0; i < cameras.size(); i++) {
      ObjectNode frame = frames.addObject();
      if (!filePaths.isEmpty()) {
        frame.put("file_path", filePaths.get(i));
      }
      if (!shared) {
        put(frame, cameras.get(i).intrinsics());
      }
      put(frame, cameras.get(i).cameraToWorld());
    }
    return root.toPrettyString();
  }

  static void put(ObjectNode frame, Matrix4dc pose) {
    ArrayNode matrix = frame.putArray("transform_matrix");
    for (int row = 0; row < 4; row++) {
      ArrayNode values = matrix.addArray();
      for (int column = 0; column < 4; column++) {
        values.add(pose.get(column, row));
      }
    }
  }

  static void put(ObjectNode node, Intrinsics intrinsics) {
    node.put("camera_angle_x", 2 * Math.atan(0.5 * intrinsics.width() / intrinsics.fx()));
    node.put("fl_x", intrinsics.fx());
    node.put("fl_y", intrinsics.fy());
    node.put("cx", intrinsics.cx());
    node.put("cy", intrinsics.cy());
    node.put("w", intrinsics.width());
    node.put("h", intrinsics.height());
  }
}
