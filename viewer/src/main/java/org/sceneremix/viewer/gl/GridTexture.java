package org.sceneremix.viewer.gl;

import static org.lwjgl.opengl.GL33C.GL_CLAMP_TO_EDGE;
import static org.lwjgl.opengl.GL33C.GL_FLOAT;
import static org.lwjgl.opengl.GL33C.GL_LINEAR;
import static org.lwjgl.opengl.GL33C.GL_MAX_3D_TEXTURE_SIZE;
import static org.lwjgl.opengl.GL33C.GL_NEAREST;
import static org.lwjgl.opengl.GL33C.GL_NO_ERROR;
import static org.lwjgl.opengl.GL33C.GL_R32F;
import static org.lwjgl.opengl.GL33C.GL_R8UI;
import static org.lwjgl.opengl.GL33C.GL_RED;
import static org.lwjgl.opengl.GL33C.GL_RED_INTEGER;
import static org.lwjgl.opengl.GL33C.GL_RGBA;
import static org.lwjgl.opengl.GL33C.GL_RGBA32F;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE0;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE1;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE2;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_3D;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_MAG_FILTER;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_MIN_FILTER;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_WRAP_R;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_WRAP_S;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_WRAP_T;
import static org.lwjgl.opengl.GL33C.GL_UNPACK_ALIGNMENT;
import static org.lwjgl.opengl.GL33C.GL_UNSIGNED_BYTE;
import static org.lwjgl.opengl.GL33C.glActiveTexture;
import static org.lwjgl.opengl.GL33C.glBindTexture;
import static org.lwjgl.opengl.GL33C.glDeleteTextures;
import static org.lwjgl.opengl.GL33C.glGenTextures;
import static org.lwjgl.opengl.GL33C.glGetError;
import static org.lwjgl.opengl.GL33C.glGetInteger;
import static org.lwjgl.opengl.GL33C.glPixelStorei;
import static org.lwjgl.opengl.GL33C.glTexImage3D;
import static org.lwjgl.opengl.GL33C.glTexParameteri;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.lwjgl.system.MemoryUtil;
import org.sceneremix.renderer.gl.GlErrors;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.viewer.picture.GroundPlane;
import org.sceneremix.viewer.picture.SolidField;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.Occupancy;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * A grid on the device: its stored samples and where nothing is. Later changes to the grid do not
 * show.
 */
public final class GridTexture implements AutoCloseable {

  private final VoxelGrid grid;
  private final int samples;
  private final int reach;

  /** Name of the texture with the grid's solid field, for light; 0 until it is asked for. */
  private int solid;

  /** Null until it is asked for. */
  private Optional<GroundPlane> ground;

  /**
   * Uploads a grid.
   *
   * @throws GlException if it is too large for the device
   */
  public GridTexture(VoxelGrid grid) {
    int longest = GridSize.of(grid).longest();
    int limit = glGetInteger(GL_MAX_3D_TEXTURE_SIZE);
    if (longest > limit) {
      throw new GlException(
          "a grid of "
              + GridSize.of(grid)
              + " voxels is too large for this graphics device, which takes "
              + limit
              + " along an axis; fit or sample it at a lower resolution");
    }
    this.grid = grid;
    GlErrors.clear();
    this.samples = texture(GL_LINEAR);
    // full floats: software renderers filter them fastest, and 16 bits would cost accuracy
    glTexImage3D(
        GL_TEXTURE_3D,
        0,
        GL_RGBA32F,
        grid.nx(),
        grid.ny(),
        grid.nz(),
        0,
        GL_RGBA,
        GL_FLOAT,
        grid.data());
    this.reach = texture(GL_NEAREST);
    uploadEmptySpace(grid);
    if (glGetError() != GL_NO_ERROR) {
      close();
      throw new GlException(
          "the graphics device has no memory for a grid of "
              + GridSize.of(grid)
              + " voxels; close other programs or choose a lower resolution");
    }
  }

  private static int texture(int filter) {
    int texture = glGenTextures();
    glBindTexture(GL_TEXTURE_3D, texture);
    glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_MAG_FILTER, filter);
    for (int wrap : new int[] {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T, GL_TEXTURE_WRAP_R}) {
      glTexParameteri(GL_TEXTURE_3D, wrap, GL_CLAMP_TO_EDGE);
    }
    return texture;
  }

  private static void uploadEmptySpace(VoxelGrid grid) {
    Occupancy occupancy = new Occupancy(Occupancy.FARTHEST);
    try (Workers alone = new Workers(1)) {
      occupancy.update(grid, alone);
    }
    Blocks blocks = occupancy.blocks();
    ByteBuffer bytes = MemoryUtil.memAlloc(blocks.count());
    try {
      bytes.put(occupancy.distance()).flip();
      glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
      glTexImage3D(
          GL_TEXTURE_3D,
          0,
          GL_R8UI,
          blocks.nx(),
          blocks.ny(),
          blocks.nz(),
          0,
          GL_RED_INTEGER,
          GL_UNSIGNED_BYTE,
          bytes);
      glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    } finally {
      MemoryUtil.memFree(bytes);
    }
  }

  /** The grid that was uploaded. */
  public VoxelGrid grid() {
    return grid;
  }

  /** The ground that goes on around the scene. */
  Optional<GroundPlane> ground() {
    if (ground == null) {
      ground = GroundPlane.of(grid);
    }
    return ground;
  }

  /**
   * Binds the textures, and sets the uniforms of {@code field-texture.glsl} in a program in use:
   * its world is relative to the box's {@link Aabb#floatOrigin()}.
   */
  public void bind(ShaderProgram program) {
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_3D, samples);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_3D, reach);
    program.set("fieldSamples", 0);
    program.set("emptyReach", 1);
    program.set("fieldSize", grid.nx(), grid.ny(), grid.nz());
    Aabb box = grid.box();
    double[] origin = box.floatOrigin();
    program.set("fieldMin", box.minX() - origin[0], box.minY() - origin[1], box.minZ() - origin[2]);
    program.set("fieldVoxel", grid.voxelX(), grid.voxelY(), grid.voxelZ());
    program.set("densityScale", grid.densityScale());
  }

  /** Binds the grid's solid field as texture 2, the sampler of {@code light.glsl}. */
  void bindSolid(ShaderProgram program) {
    glActiveTexture(GL_TEXTURE2);
    if (solid == 0) {
      solid = texture(GL_LINEAR);
      glTexImage3D(
          GL_TEXTURE_3D,
          0,
          GL_R32F,
          grid.nx(),
          grid.ny(),
          grid.nz(),
          0,
          GL_RED,
          GL_FLOAT,
          SolidField.of(grid).values());
    }
    glBindTexture(GL_TEXTURE_3D, solid);
    program.set("solid", 2);
  }

  @Override
  public void close() {
    glDeleteTextures(solid);
    glDeleteTextures(samples);
    glDeleteTextures(reach);
  }
}
