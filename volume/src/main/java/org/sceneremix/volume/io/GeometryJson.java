package org.sceneremix.volume.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;

/** Boxes and grid sizes as arrays of JSON, one form for all files and reports. */
public final class GeometryJson {

  private GeometryJson() {}

  /** The box as {@code [min x, min y, min z, max x, max y, max z]}, in its own units. */
  public static ArrayNode of(Aabb box) {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(box.minX())
        .add(box.minY())
        .add(box.minZ())
        .add(box.maxX())
        .add(box.maxY())
        .add(box.maxZ());
  }

  /** The size as {@code [nx, ny, nz]}, voxels. */
  public static ArrayNode of(GridSize size) {
    return JsonNodeFactory.instance.arrayNode().add(size.nx()).add(size.ny()).add(size.nz());
  }
}
