package org.sceneremix.viewer.example;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.viewer.gl.GlPictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** Renders a picture of a grid with OpenGL, without any window. */
public final class RenderOffscreen {

  private RenderOffscreen() {}

  /** Takes the grid file and the name of the picture. */
  public static void main(String[] arguments) throws IOException {
    VoxelGrid grid = GridFile.read(Path.of(arguments[0])).grid();
    Intrinsics pinhole = Intrinsics.ofFieldOfView(640, 480, Math.toRadians(45));
    Camera camera = new Orbit(1, 30).cameras(grid.box(), pinhole).get(0);
    try (GlContext context = GlContext.offscreen();
        GlPictureMaker maker = new GlPictureMaker(PictureMode.COLOUR, Background.WHITE)) {
      System.out.println(context.device());
      ImageFiles.write(maker.picture(grid, camera), Path.of(arguments[1]));
    }
  }
}
