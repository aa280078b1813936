package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GeometryJson;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code remix info}: what a file or folder is. */
@Command(
    name = "info",
    description = "Says what a file or folder is, how it was made, and how large it is.")
final class InfoCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description =
          "Grid file (read and checked), capture (its folder or transforms.json), or model folder.")
  private Path file;

  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    ObjectNode facts = facts();
    if (json.isSet()) {
      json.print(facts);
    } else {
      print(facts);
    }
    return 0;
  }

  private ObjectNode facts() throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (CaptureReader.isCaptureFile(file)) {
      return captureFacts();
    }
    if (!Files.isDirectory(file)) {
      return gridFacts();
    }
    ModelFolder model = new ModelFolder(file);
    return model.exists() ? modelFacts(model) : captureFacts();
  }

  private ObjectNode gridFacts() throws IOException {
    // the whole file, so that damage anywhere in it is found
    GridFile read = GridFile.read(file);
    VoxelGrid grid = read.grid();
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("kind", "grid");
    facts.put("bytes", Files.size(file));
    facts.set("size", GeometryJson.of(GridSize.of(grid)));
    facts.set("box", GeometryJson.of(grid.box()));
    facts.put("densityScale", grid.densityScale());
    facts.put("occupied", occupiedShare(grid));
    read.metadata().properties().forEach(entry -> facts.set(entry.getKey(), entry.getValue()));
    facts.put(SceneCameras.FIELD, SceneCameras.of(read, file).size());
    return facts;
  }

  private static double occupiedShare(VoxelGrid grid) {
    int occupied = 0;
    for (int i = VoxelGrid.DENSITY; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      occupied += grid.data()[i] > 0 ? 1 : 0;
    }
    return (double) occupied / grid.voxelCount();
  }

  private static ObjectNode modelFacts(ModelFolder model) throws IOException {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("kind", "model");
    ObjectNode description = model.description();
    facts.put("complete", model.isComplete());
    facts.put("iterationsDone", model.iterations());
    facts.put("fidelity", model.fidelity());
    facts.set("scene", GeometryJson.of(model.sceneSize()));
    description.properties().forEach(entry -> facts.set(entry.getKey(), entry.getValue()));
    return facts;
  }

  private ObjectNode captureFacts() throws IOException {
    Capture capture = CaptureReader.read(file);
    Intrinsics pinhole = capture.training().get(0).camera().intrinsics();
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("kind", "capture");
    facts.put("trainingViews", capture.training().size());
    facts.put("heldOutViews", capture.heldOut().size());
    facts.putArray("pixels").add(pinhole.width()).add(pinhole.height());
    facts.putArray("focalLength").add(pinhole.fx()).add(pinhole.fy());
    capture
        .training()
        .get(0)
        .lens()
        .ifPresent(lens -> facts.put("lens", lens.distortion().toString()));
    facts.put("hasAlpha", capture.hasAlpha());
    capture.box().ifPresent(box -> facts.set("box", GeometryJson.of(box)));
    if (capture.box().isEmpty()) {
      facts.set("surroundings", GeometryJson.of(capture.surroundings()));
    }
    if (!capture.remarks().isEmpty()) {
      capture.remarks().forEach(facts.putArray("remarks")::add);
    }
    return facts;
  }

  private void print(ObjectNode facts) {
    for (Map.Entry<String, JsonNode> fact : facts.properties()) {
      Optional<Provenance> provenance = Provenance.fromJson(fact.getValue());
      if (provenance.isPresent()) {
        print(fact.getKey(), provenance.get());
      } else {
        print(fact.getKey(), text(fact.getValue()));
      }
    }
  }

  /** A line for each step that led here, the last one first. */
  private void print(String name, Provenance made) {
    String seed = made.seed().isPresent() ? ", seed " + made.seed().getAsLong() : "";
    print(
        name,
        made.tool() + " " + made.verb() + " " + made.version() + seed + " " + made.parameters());
    made.source().ifPresent(source -> print("from", source));
  }

  private void print(String name, String value) {
    console.out().println(Printable.of(String.format(Locale.ROOT, "%-22s %s", name, value)));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
