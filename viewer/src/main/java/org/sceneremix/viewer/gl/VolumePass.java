package org.sceneremix.viewer.gl;

import static org.lwjgl.opengl.GL33C.GL_BLEND;
import static org.lwjgl.opengl.GL33C.GL_CONSTANT_ALPHA;
import static org.lwjgl.opengl.GL33C.GL_DEPTH_TEST;
import static org.lwjgl.opengl.GL33C.GL_FUNC_ADD;
import static org.lwjgl.opengl.GL33C.GL_ONE_MINUS_CONSTANT_ALPHA;
import static org.lwjgl.opengl.GL33C.GL_SCISSOR_TEST;
import static org.lwjgl.opengl.GL33C.GL_TRIANGLES;
import static org.lwjgl.opengl.GL33C.glBindVertexArray;
import static org.lwjgl.opengl.GL33C.glBlendColor;
import static org.lwjgl.opengl.GL33C.glBlendEquation;
import static org.lwjgl.opengl.GL33C.glBlendFunc;
import static org.lwjgl.opengl.GL33C.glDeleteVertexArrays;
import static org.lwjgl.opengl.GL33C.glDisable;
import static org.lwjgl.opengl.GL33C.glDrawArrays;
import static org.lwjgl.opengl.GL33C.glEnable;
import static org.lwjgl.opengl.GL33C.glGenVertexArrays;
import static org.lwjgl.opengl.GL33C.glScissor;

import java.util.Optional;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.viewer.picture.BoxDistance;
import org.sceneremix.viewer.picture.GroundPlane;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.picture.SurfaceLight;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * Traces a grid, one ray a pixel, in a fragment shader: the same field, the same samples along a
 * ray and the same modes as {@code CpuTracer} and {@code PictureMaker}.
 */
public final class VolumePass implements AutoCloseable {

  private final ShaderProgram plain;

  /** Null until it is needed. */
  private ShaderProgram shaded;

  /** Program of the latest drawing. */
  private ShaderProgram program;

  private final int noVertices;

  /**
   * Needs a current context.
   *
   * @throws GlException if the driver refuses the shaders
   */
  public VolumePass() {
    this.plain = ShaderProgram.drawing(VolumePass.class, "screen.vert", "trace.frag");
    this.noVertices = glGenVertexArrays();
  }

  /**
   * Part of a pass.
   *
   * @param firstRow lowest row that is drawn
   * @param rows number of rows
   * @param shiftX where in its pixel a ray goes through, from the centre to the right, pixels
   * @param shiftY the same, upwards
   * @param weight share of the new picture in what the target holds afterwards; 1 replaces
   */
  public record Part(int firstRow, int rows, double shiftX, double shiftY, double weight) {

    /** All of a target, through the centres of its pixels. */
    public static Part all(RenderTarget target) {
      return new Part(0, target.height(), 0, 0, 1);
    }
  }

  /**
   * Draws the grid as a camera sees it.
   *
   * @param camera in any size; the picture has the target's
   */
  public void draw(
      GridTexture texture, Camera camera, Tracing tracing, Part part, RenderTarget target) {
    VoxelGrid grid = texture.grid();
    target.bind();
    program = programOf(tracing.mode());
    program.use();
    texture.bind(program);
    double[] origin = grid.box().floatOrigin();
    setCamera(camera.resized(target.width(), target.height()), origin);
    program.set("longestInterval", tracing.step() * grid.shortestVoxelEdge());
    program.set("minTransmittance", tracing.minTransmittance());
    Aabb cut = tracing.cut();
    program.set("cutMin", cut.minX() - origin[0], cut.minY() - origin[1], cut.minZ() - origin[2]);
    program.set("cutMax", cut.maxX() - origin[0], cut.maxY() - origin[1], cut.maxZ() - origin[2]);
    program.set("shift", part.shiftX(), part.shiftY());
    program.set("wantsNormals", tracing.mode() == PictureMode.NORMAL ? 1 : 0);
    if (tracing.mode() == PictureMode.SHADED) {
      setLight(texture, tracing.lighting(), origin);
    } else {
      Vector3d eye = camera.position();
      program.set("mode", code(tracing.mode()));
      program.set(
          "depthRange",
          BoxDistance.nearest(grid.box(), eye),
          BoxDistance.farthest(grid.box(), eye));
    }
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_SCISSOR_TEST);
    glScissor(0, part.firstRow(), target.width(), part.rows());
    if (part.weight() < 1) {
      glEnable(GL_BLEND);
      glBlendEquation(GL_FUNC_ADD);
      glBlendColor(0, 0, 0, (float) part.weight());
      glBlendFunc(GL_CONSTANT_ALPHA, GL_ONE_MINUS_CONSTANT_ALPHA);
    } else {
      glDisable(GL_BLEND);
    }
    glBindVertexArray(noVertices);
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
  }

  private ShaderProgram programOf(PictureMode mode) {
    if (mode != PictureMode.SHADED) {
      return plain;
    }
    if (shaded == null) {
      shaded = ShaderProgram.drawing(VolumePass.class, "screen.vert", "shaded.frag");
    }
    return shaded;
  }

  /** As trace.frag numbers the modes. */
  private static int code(PictureMode mode) {
    return switch (mode) {
      case COLOUR -> 0;
      case DEPTH -> 1;
      case OPACITY -> 2;
      case NORMAL -> 3;
      case SHADED -> throw new IllegalArgumentException("shaded.frag has one mode only");
    };
  }

  private void setLight(GridTexture texture, Lighting lighting, double[] origin) {
    texture.bindSolid(program);
    Vector3d sun = lighting.towardsSun();
    program.set("sun", sun.x, sun.y, sun.z);
    program.set("skyReach", SurfaceLight.skyReach(texture.grid()));
    program.set("bias", SurfaceLight.bias(texture.grid()));
    Optional<GroundPlane> ground = lighting.ground() ? texture.ground() : Optional.empty();
    program.set("hasGround", ground.isPresent() ? 1 : 0);
    ground.ifPresent(
        plane -> {
          program.set("groundHeight", plane.height() - origin[2]);
          program.set("groundColour", plane.red(), plane.green(), plane.blue());
          program.set("groundCentre", plane.centreX() - origin[0], plane.centreY() - origin[1]);
          program.set("groundRadius", plane.radius());
        });
  }

  private void setCamera(Camera camera, double[] origin) {
    Matrix4dc pose = camera.cameraToWorld();
    program.setMatrix3(
        "cameraToWorld",
        new float[] {
          (float) pose.m00(), (float) pose.m01(), (float) pose.m02(),
          (float) pose.m10(), (float) pose.m11(), (float) pose.m12(),
          (float) pose.m20(), (float) pose.m21(), (float) pose.m22()
        });
    Vector3d eye = camera.position();
    program.set("eye", eye.x - origin[0], eye.y - origin[1], eye.z - origin[2]);
    Intrinsics pinhole = camera.intrinsics();
    program.set(
        "pinhole", pinhole.fx(), pinhole.fy(), pinhole.cx(), pinhole.height() - pinhole.cy());
  }

  @Override
  public void close() {
    plain.close();
    if (shaded != null) {
      shaded.close();
    }
    glDeleteVertexArrays(noVertices);
  }
}
