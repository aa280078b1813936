package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.joml.Matrix3d;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.ImageFiles;

/**
 * Captures in the layout of IDR (Yariv et al. 2020), in which the scans of DTU are given to surface
 * reconstruction: {@code cameras.npz}, or NeuS's {@code cameras_sphere.npz}, with 4x4 matrices
 * {@code world_mat_i} (world to pixels of picture i) and {@code scale_mat_i} (from the sphere of
 * radius 1 around the scene to the world); pictures in {@code image}, masks of the scene in {@code
 * mask}, both in the order of their names.
 */
final class IdrReader {

  private static final List<String> CAMERAS = List.of("cameras_sphere.npz", "cameras.npz");

  /** Most bytes of a 4x4 matrix with its header; more is something else. */
  private static final int LARGEST_ENTRY = 1 << 12;

  private IdrReader() {}

  /** The file of cameras of a folder, if there is one. */
  static Optional<Path> cameras(Path folder) {
    return CAMERAS.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  static Capture read(Path folder, Path file, CaptureOptions options) throws CaptureException {
    Map<String, NumpyArray> matrices = matrices(file);
    List<Path> pictures = ImagesFolder.pictures(folder.resolve("image"));
    List<Path> masks =
        Files.isDirectory(folder.resolve("mask"))
            ? ImagesFolder.pictures(folder.resolve("mask"))
            : List.of();
    if (!masks.isEmpty() && masks.size() != pictures.size()) {
      throw new CaptureException(
          folder
              + ": there are "
              + pictures.size()
              + " pictures but "
              + masks.size()
              + " masks; keep one for each, or none");
    }
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      ImageFiles.Header header = PictureFile.header(pictures.get(i));
      Matrix4d projection = matrix(file, matrices, "world_mat_" + i);
      if (matrices.containsKey("scale_mat_" + i)) {
        projection.mul(matrix(file, matrices, "scale_mat_" + i));
      }
      try {
        cameras.add(camera(projection, header.width(), header.height()));
      } catch (IllegalArgumentException e) {
        throw new CaptureException(file + ", world_mat_" + i + ": " + e.getMessage(), e);
      }
    }
    Matrix4dc motion = UprightWorld.motion(cameras);
    ObjectNode root = CameraJson.object();
    if (matrices.containsKey("scale_mat_0")) {
      Vector3d middle = motion.transformPosition(new Vector3d());
      ArrayNode box = root.putArray("aabb");
      for (int side = -1; side <= 1; side += 2) {
        box.add(middle.x + side).add(middle.y + side).add(middle.z + side);
      }
    }
    ArrayNode frames = root.putArray("frames");
    for (int i = 0; i < pictures.size(); i++) {
      ObjectNode frame = frames.addObject();
      frame.put("file_path", folder.relativize(pictures.get(i)).toString());
      if (!masks.isEmpty()) {
        frame.put("mask_path", folder.relativize(masks.get(i)).toString());
      }
      CameraJson.put(frame, cameras.get(i).intrinsics());
      CameraJson.put(frame, new Matrix4d(motion).mul(cameras.get(i).cameraToWorld()));
    }
    return TransformsReader.read(
        CameraJson.of(root, file.toString()),
        folder,
        options.masks().isPresent() ? options : options.withMasks(MaskMeaning.SCENE));
  }

  /**
   * A camera of its projection {@code P = K [R | t]}, up to a factor (Hartley and Zisserman 2004,
   * section 6.2.4): K, upper triangular, and the rotation R are found row by row from the last.
   *
   * @throws IllegalArgumentException if it is none
   */
  private static Camera camera(Matrix4dc p, int width, int height) {
    Matrix3d left = p.get3x3(new Matrix3d());
    if (left.determinant() < 0) {
      left.scale(-1);
    }
    Vector3d first = left.getRow(0, new Vector3d());
    Vector3d second = left.getRow(1, new Vector3d());
    Vector3d third = left.getRow(2, new Vector3d());
    double scale = third.length();
    Vector3d z = third.div(scale);
    double cy = second.dot(z);
    Vector3d y = second.sub(new Vector3d(z).mul(cy));
    double fy = y.length();
    y.div(fy);
    double cx = first.dot(z);
    first.sub(new Vector3d(z).mul(cx));
    Vector3d x = first.sub(new Vector3d(y).mul(first.dot(y)));
    double fx = x.length();
    x.div(fx);
    Vector3d eye =
        p.get3x3(new Matrix3d())
            .invert()
            .transform(new Vector3d(p.m30(), p.m31(), p.m32()))
            .negate();
    Matrix4d pose =
        new Matrix4d(
            x.x, x.y, x.z, 0, -y.x, -y.y, -y.z, 0, -z.x, -z.y, -z.z, 0, eye.x, eye.y, eye.z, 1);
    return new Camera(
        new Intrinsics(width, height, fx / scale, fy / scale, cx / scale, cy / scale), pose);
  }

  private static Matrix4d matrix(Path file, Map<String, NumpyArray> matrices, String name)
      throws CaptureException {
    NumpyArray array = matrices.get(name);
    if (array == null || array.dimensions() != 2 || array.size(0) != 4 || array.size(1) != 4) {
      throw new CaptureException(
          file
              + ": there is no matrix "
              + name
              + " of 4x4; there must be one for each picture in the folder image");
    }
    Matrix4d matrix = new Matrix4d();
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        matrix.set(column, row, array.at(row, column));
      }
    }
    return matrix;
  }

  private static Map<String, NumpyArray> matrices(Path file) throws CaptureException {
    Map<String, NumpyArray> matrices = new HashMap<>();
    try {
      ContentFile.requireContent(file);
      try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(file))) {
        for (ZipEntry entry = archive.getNextEntry();
            entry != null;
            entry = archive.getNextEntry()) {
          String name = entry.getName().replaceFirst("\\.npy$", "");
          if (name.matches("(world|scale)_mat_\\d{1,6}")) {
            matrices.put(name, NumpyArray.read(archive.readNBytes(LARGEST_ENTRY), file));
          }
        }
      }
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(
          file + ": cannot be read as an archive of arrays; copy it again", e);
    }
    return matrices;
  }
}
