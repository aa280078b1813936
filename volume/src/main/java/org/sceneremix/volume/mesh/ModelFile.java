package org.sceneremix.volume.mesh;

import java.io.IOException;

/**
 * A file of meshes under construction. What is added goes to the disk and need not be kept. The
 * file appears when it is finished; closed before that, it does not.
 */
public interface ModelFile extends AutoCloseable {

  /** Adds the meshes of a model at its finest level of detail, with their texture. */
  void add(MeshModel model) throws IOException;

  /**
   * Adds a mesh with colours at its vertices, shown as they are.
   *
   * @param name for people
   */
  void add(String name, MeshSource mesh) throws IOException;

  /**
   * Brings the file to its place.
   *
   * @throws IllegalArgumentException if the format cannot hold what was added
   */
  void finish() throws IOException;

  @Override
  void close() throws IOException;
}
