package org.sceneremix.viewer.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.io.AtomicFile;

/** Description in a data set's folder: how all was made, and at the end what it consists of. */
public final class DatasetFolder {

  private final DatasetRequest request;
  private final ObjectNode description;

  /**
   * Describes a data set.
   *
   * @param model what the model says of itself, its provenance among it
   */
  public DatasetFolder(DatasetRequest request, JsonNode model) {
    this.request = request;
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("views", request.views());
    parameters.put("pixels", request.width() + "x" + request.height());
    parameters.put("resolution", request.resolution());
    parameters.put("diversity", request.diversity());
    parameters.put("fidelity", request.fidelity());
    parameters.put("density", request.density());
    parameters.put("distances", request.distances().ending());
    parameters.put("tracer", request.tracer().toString());
    description =
        Program.provenance("dataset", parameters, request.firstSeed(), model).toMetadata();
    description.put("pictures", "view-NNN.png: straight alpha");
    description.put("distances", request.distances().explanation());
  }

  /**
   * Says what is to be made, before anything is. Scenes that are there already must have been made
   * alike; only more of them may be asked for.
   *
   * @throws IOException if the folder holds another data set
   */
  public void begin() throws IOException {
    Path file = request.outFolder().resolve(DatasetRequest.REQUEST);
    String wanted = description.toPrettyString();
    if (Files.exists(file)
        && !Arrays.equals(Files.readAllBytes(file), wanted.getBytes(StandardCharsets.UTF_8))) {
      throw new IOException(
          request.out()
              + " holds a data set of another model or with other options; give the same ones or"
              + " another folder");
    }
    AtomicFile.writeText(file, wanted);
  }

  /** Lists the scenes, when all of them are there. */
  public void end() throws IOException {
    ObjectNode manifest = description.deepCopy();
    ArrayNode scenes = manifest.putArray("scenes");
    for (long seed : request.seeds()) {
      scenes
          .addObject()
          .put("seed", seed)
          .put("folder", DatasetRequest.folderName(seed))
          .put("views", request.views());
    }
    AtomicFile.writeText(request.outFolder().resolve("manifest.json"), manifest.toPrettyString());
  }
}
