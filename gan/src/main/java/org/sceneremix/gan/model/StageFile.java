package org.sceneremix.gan.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A file of a stage: a Deeplearning4j model in its zip format, which {@code
 * ModelSerializer.restoreComputationGraph} opens, with more beside it.
 *
 * <pre>
 *   configuration.json, coefficients.bin   the network to sample with
 *   stage.json                             what it is
 *   training/NAME.zip                      networks in training, with their updaters
 * </pre>
 *
 * <p>Written to a temporary file and moved, so that a file is whole or absent. Checksums are those
 * of the zip format.
 *
 * @param header what is in {@code stage.json}
 * @param network the network to sample with
 * @param training the networks in training, by name
 */
record StageFile(
    ObjectNode header, ComputationGraph network, Map<String, ComputationGraph> training) {

  private static final String HEADER = "stage.json";
  private static final String TRAINING = "training/";
  private static final String ZIP = ".zip";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How many times larger than a file its content may be, and bytes that are never too many.
   * Weights hardly compress; of a network whose updater has not begun, two thirds are zeros.
   */
  private static final long LARGEST_GROWTH = 16;

  private static final long ALWAYS_ALLOWED = 1 << 24;

  /** What ND4J keeps of a vector's shape: rank, length, stride, and three more. */
  private static final int SHAPE_LONGS = 6;

  void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          copy(network, false, zip);
          put(zip, HEADER, JSON.writeValueAsBytes(header));
          for (Map.Entry<String, ComputationGraph> entry : training.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream part = new ZipOutputStream(bytes)) {
              copy(entry.getValue(), true, part);
            }
            put(zip, TRAINING + entry.getKey() + ZIP, bytes.toByteArray());
          }
          zip.finish();
        });
  }

  /** Writes the entries of a Deeplearning4j model. */
  private static void copy(ComputationGraph model, boolean withUpdater, ZipOutputStream zip)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model, (OutputStream) bytes, withUpdater);
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (ZipEntry e = from.getNextEntry(); e != null; e = from.getNextEntry()) {
        put(zip, e.getName(), from.readAllBytes());
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // no clock: the same model gives the same bytes
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * @throws ModelException if the file is missing or damaged
   */
  static StageFile read(Path file) throws IOException {
    try {
      Map<String, byte[]> parts = parts(Files.readAllBytes(file));
      if (!parts.containsKey(HEADER)) {
        throw new ModelException(file + " is not a file of a stage; name another, or train again");
      }
      ObjectNode header = (ObjectNode) JSON.readTree(parts.get(HEADER));
      Map<String, ComputationGraph> training = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        String name = part.getKey();
        if (name.startsWith(TRAINING) && name.endsWith(ZIP)) {
          parts(part.getValue());
          training.put(
              name.substring(TRAINING.length(), name.length() - ZIP.length()),
              ModelSerializer.restoreComputationGraph(
                  new ByteArrayInputStream(part.getValue()), true));
        }
      }
      return new StageFile(
          header, ModelSerializer.restoreComputationGraph(file.toFile(), false), training);
    } catch (NoSuchFileException e) {
      throw new ModelException(file + " is missing; the model is incomplete, train it again", e);
    } catch (ModelException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
  }

  /**
   * All entries; reading them to their ends checks their checksums.
   *
   * @throws ZipException if they are far larger than the file
   */
  private static Map<String, byte[]> parts(byte[] whole) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    long left = LARGEST_GROWTH * whole.length + ALWAYS_ALLOWED;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        byte[] part = zip.readNBytes((int) Math.min(Integer.MAX_VALUE, left));
        if (zip.read() >= 0) {
          throw new ZipException(e.getName() + " is far larger than its file");
        }
        left -= part.length;
        if (e.getName().endsWith(".bin")) {
          requireVector(e.getName(), part);
        }
        parts.put(e.getName(), part);
      }
    }
    return parts;
  }

  /**
   * ND4J makes arrays as large as their headers say. A vector of ND4J is twice a way of allocating
   * (text), a number of values, their type (text), and the values: of its shape, then its own.
   */
  private static void requireVector(String name, byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    in.readUTF();
    boolean isVector =
        in.readLong() == SHAPE_LONGS && in.readUTF().equals("LONG") && in.readLong() == 1;
    long length = in.readLong();
    in.skipNBytes((SHAPE_LONGS - 2) * Long.BYTES);
    in.readUTF();
    if (!isVector
        || in.readLong() != length
        || !in.readUTF().equals("FLOAT")
        || in.available() != length * Float.BYTES) {
      throw new ZipException(name + " does not hold the vector that it announces");
    }
  }

  private static ModelException damaged(Path file, Exception reason) {
    return new ModelException(file + " is damaged; delete it and resume the training", reason);
  }
}
