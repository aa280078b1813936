package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sceneremix.gan.model.Model;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.GridFile;

/** Remixes of a model as grid files. */
final class Remixes {

  private Remixes() {}

  static String fileName(long seed) {
    return "remix-" + seed + ".grid";
  }

  /** Makes a remix; the same arguments give the same file. */
  static GridFile make(Model model, long seed, GridSize size, double diversity) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("size", size.toString());
    parameters.put("diversity", diversity);
    return new GridFile(
        model.remix(seed, size, diversity),
        Program.provenance("sample", parameters, seed, model.description()).toMetadata());
  }
}
