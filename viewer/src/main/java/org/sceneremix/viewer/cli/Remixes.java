package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.sceneremix.gan.detail.DetailTransfer;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** Remixes of a model as grid files. */
final class Remixes {

  /** Detail is a function of the remix; its random search needs no seed of its own. */
  private static final long DETAIL_SEED = 1;

  private final Model model;
  private final Optional<DetailTransfer> detail;

  private Remixes(Model model, Optional<DetailTransfer> detail) {
    this.model = model;
    this.detail = detail;
  }

  /**
   * Opens a model, finished or not.
   *
   * @param detail whether remixes are rebuilt from the voxels of the scene that was learned
   */
  static Remixes open(ModelFolder folder, boolean detail) throws IOException {
    Model model = folder.open();
    return new Remixes(
        model,
        detail
            ? Optional.of(new DetailTransfer(folder.scene().grid(), DETAIL_SEED))
            : Optional.empty());
  }

  static String fileName(long seed) {
    return "remix-" + seed + ".grid";
  }

  Model model() {
    return model;
  }

  /** Makes a remix; the same arguments give the same file. */
  GridFile make(long seed, GridSize size, double diversity, Progress progress) {
    VoxelGrid remix = model.remix(seed, size, diversity);
    if (detail.isPresent()) {
      remix = detail.get().apply(remix, progress);
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("size", size.toString());
    parameters.put("diversity", diversity);
    parameters.put("detail", detail.isPresent());
    return new GridFile(
        remix, Program.provenance("sample", parameters, seed, model.description()).toMetadata());
  }
}
