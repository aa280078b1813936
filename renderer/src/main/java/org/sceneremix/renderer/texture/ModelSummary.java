package org.sceneremix.renderer.texture;

import java.util.List;
import org.sceneremix.volume.mesh.MeshModel;

/** Figures of the models that a scene is made of, one after the other, for people. */
public final class ModelSummary {

  private long vertices;

  /** Triangles of each level of detail. */
  private final long[] triangles = new long[1 + SurfaceModel.MOST_LEVELS];

  private int levels;
  private int things;
  private int textures;
  private int largest;
  private int charts;

  /** Adds the figures of a model. */
  public void add(SurfaceModel.Made made) {
    for (MeshModel.Submesh submesh : made.model().submeshes()) {
      vertices += submesh.mesh().vertexCount();
      List<int[]> coarser = submesh.coarser();
      levels = Math.max(levels, coarser.size());
      for (int level = 0; level < triangles.length; level++) {
        // a submesh without this level is shown at its coarsest
        triangles[level] +=
            level == 0 || coarser.isEmpty()
                ? submesh.mesh().triangleCount()
                : coarser.get(Math.min(level, coarser.size()) - 1).length / 3;
      }
    }
    things += made.model().submeshes().size() - 1;
    if (made.model().texture().isPresent()) {
      textures++;
      largest = Math.max(largest, made.textureEdge());
      charts += made.charts();
    }
  }

  /** Levels of detail, the finest included, of the model that has most. */
  public int levels() {
    return 1 + levels;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return vertices == 0;
  }

  @Override
  public String toString() {
    StringBuilder said = new StringBuilder();
    said.append(vertices).append(" vertices, ").append(triangles[0]).append(" triangles");
    for (int level = 1; level <= levels; level++) {
      said.append(level == 1 ? " (coarser: " : ", ").append(triangles[level]);
      said.append(level == levels ? ")" : "");
    }
    if (things > 0) {
      said.append(", ground and ").append(things).append(" things");
    }
    if (textures > 0) {
      said.append(textures == 1 ? ", texture of " : ", " + textures + " textures of at most ");
      said.append(largest).append('x').append(largest).append(" with ").append(charts);
      said.append(" charts");
    }
    return said.toString();
  }
}
