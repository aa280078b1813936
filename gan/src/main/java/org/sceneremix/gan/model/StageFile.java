package org.sceneremix.gan.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
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
      Map<String, byte[]> parts = parts(file);
      if (!parts.containsKey(HEADER)) {
        throw new ModelException(file + " is not a file of a stage; name another, or train again");
      }
      ObjectNode header = (ObjectNode) JSON.readTree(parts.get(HEADER));
      Map<String, ComputationGraph> training = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        String name = part.getKey();
        if (name.startsWith(TRAINING)) {
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

  /** All entries; reading them to their ends checks their checksums. */
  private static Map<String, byte[]> parts(Path file) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    byte[] whole = Files.readAllBytes(file);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        parts.put(e.getName(), zip.readAllBytes());
      }
    }
    return parts;
  }

  private static ModelException damaged(Path file, Exception reason) {
    return new ModelException(file + " is damaged; delete it and resume the training", reason);
  }
}
