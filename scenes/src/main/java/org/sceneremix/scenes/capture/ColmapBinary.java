package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/**
 * COLMAP's binary format: {@code cameras.bin, images.bin, points3D.bin} (its {@code
 * scripts/python/read_write_model.py}), little-endian. Points may be missing.
 */
final class ColmapBinary {

  private static final int LONGEST_NAME = 4096;

  private final Path file;
  private final ByteBuffer data;

  private ColmapBinary(Path file) throws CaptureException {
    this.file = file;
    try (FileChannel channel = open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new CaptureException(file + ": the file is larger than 2 GiB; reduce the model");
      }
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      this.data = mapped.order(ByteOrder.LITTLE_ENDIAN);
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read; check that it is there", e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    ContentFile.requireContent(file);
    return FileChannel.open(file);
  }

  static ColmapModel read(Path folder) throws CaptureException {
    ColmapModel.Cameras cameras = new ColmapBinary(folder.resolve("cameras.bin")).cameras();
    List<ColmapModel.Posed> images = new ColmapBinary(folder.resolve("images.bin")).images();
    Path points = folder.resolve("points3D.bin");
    return ColmapModel.of(
        cameras,
        images,
        () -> Files.exists(points) ? new ColmapBinary(points).points() : List.of());
  }

  private ColmapModel.Cameras cameras() throws CaptureException {
    ColmapModel.Cameras cameras = new ColmapModel.Cameras();
    readAll(
        () -> {
          int number = data.getInt();
          int model = data.getInt();
          long width = data.getLong();
          long height = data.getLong();
          ColmapModel.Kind kind =
              ColmapModel.Kind.ofNumber(model)
                  .orElseThrow(
                      () ->
                          new CaptureException(
                              file
                                  + ": camera "
                                  + number
                                  + " has model number "
                                  + model
                                  + ", which is not known; undistort the pictures with COLMAP's"
                                  + " image_undistorter"));
          double[] parameters = new double[kind.parameters()];
          for (int i = 0; i < parameters.length; i++) {
            parameters[i] = finite();
          }
          cameras.add(number, kind, width, height, parameters);
        });
    return cameras;
  }

  private List<ColmapModel.Posed> images() throws CaptureException {
    List<ColmapModel.Posed> images = new ArrayList<>();
    readAll(
        () -> {
          data.getInt();
          double qw = finite();
          Quaterniond rotation = new Quaterniond(finite(), finite(), finite(), qw);
          Vector3d translation = new Vector3d(finite(), finite(), finite());
          int camera = data.getInt();
          images.add(new ColmapModel.Posed(name(), camera, rotation, translation));
          skip(data.getLong(), 2 * Double.BYTES + Long.BYTES);
        });
    images.sort(Comparator.comparing(ColmapModel.Posed::name));
    return images;
  }

  private List<Vector3d> points() throws CaptureException {
    List<Vector3d> points = new ArrayList<>();
    readAll(
        () -> {
          data.getLong();
          points.add(new Vector3d(finite(), finite(), finite()));
          skip(3L + Double.BYTES, 1); // colour and error
          skip(data.getLong(), 2 * Integer.BYTES);
        });
    return points;
  }

  /** Reads one record. */
  private interface Entry {
    void read() throws CaptureException;
  }

  /** The number of records, then the records. */
  private void readAll(Entry entry) throws CaptureException {
    try {
      long count = data.getLong();
      if (count < 0 || count > data.remaining()) {
        throw damaged(count + " entries");
      }
      for (long i = 0; i < count; i++) {
        entry.read();
      }
    } catch (BufferUnderflowException e) {
      throw damaged("more than it holds");
    }
  }

  private CaptureException damaged(String announced) {
    return new CaptureException(
        file
            + ": the file announces "
            + announced
            + " and is damaged or cut off ("
            + data.limit()
            + " bytes); copy it again");
  }

  private double finite() throws CaptureException {
    double value = data.getDouble();
    if (!Double.isFinite(value)) {
      throw new CaptureException(
          file + ": the file holds a value that is not a finite number; write the model again");
    }
    return value;
  }

  private String name() throws CaptureException {
    int begin = data.position();
    while (data.get() != 0) {
      if (data.position() - begin > LONGEST_NAME) {
        throw damaged("a name of more than " + LONGEST_NAME + " bytes");
      }
    }
    byte[] bytes = new byte[data.position() - begin - 1];
    data.get(begin, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void skip(long count, int bytesEach) throws CaptureException {
    if (count < 0 || count > data.remaining() / bytesEach) {
      throw damaged(count + " points");
    }
    data.position(data.position() + (int) count * bytesEach);
  }
}
