package org.sceneremix.renderer.texture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.texture.SurfaceModel.TextureSize;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.Trilinear;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.mesh.MarchingCubes;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.MeshModel;
import org.sceneremix.volume.mesh.ObjWriter;

class SurfaceModelTest {

  @TempDir private Path folder;

  private static final Aabb BOX = new Aabb(10, 20, 0, 14, 24, 2);
  private static final double VOXEL = 0.125;

  /** Two balls that stand in a plate of six voxels, in colours that change along x and y. */
  private static VoxelGrid plate() {
    VoxelGrid grid = VoxelGrid.empty(32, 32, 16, BOX, 200);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          double depth = 6 - (z + 0.5);
          depth = Math.max(depth, 4.5 - Math.hypot(Math.hypot(x - 9, y - 10), z - 8.5));
          depth = Math.max(depth, 3.5 - Math.hypot(Math.hypot(x - 22, y - 20), z - 8.0));
          int i = grid.index(x, y, z);
          grid.data()[i] = (float) Math.sin(0.4 * x);
          grid.data()[i + 1] = (float) Math.cos(0.3 * y);
          grid.data()[i + 2] = (float) (z / 8.0 - 1);
          grid.data()[i + VoxelGrid.DENSITY] = (float) Math.max(-1, Math.min(1, depth));
        }
      }
    }
    return grid;
  }

  /** A ball of 11 voxels around the origin. */
  private static VoxelGrid ball() {
    VoxelGrid ball = VoxelGrid.empty(32, 32, 32, Aabb.centredCube(1), 200);
    for (int z = 0; z < 32; z++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          double r = Math.hypot(Math.hypot(x - 15.5, y - 15.5), z - 15.5);
          ball.data()[ball.index(x, y, z) + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, 0.25 * (11 - r)));
        }
      }
    }
    return ball;
  }

  private static Mesh surface(VoxelGrid grid) throws IOException {
    return MarchingCubes.surface(GridSource.of(grid), 0, share -> {});
  }

  private static MeshModel model(Optional<TextureSize> texture, int levels, boolean apart)
      throws IOException {
    VoxelGrid grid = plate();
    return new SurfaceModel(texture, levels, apart, false)
        .of(GridSource.of(grid), surface(grid), share -> {})
        .model();
  }

  private static Optional<TextureSize> texels(double size) {
    return Optional.of(new TextureSize(OptionalDouble.of(size), OptionalInt.empty()));
  }

  private static BufferedImage picture(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** What the texels of a model show: by the definition of texture coordinates, slowly. */
  private interface TexelVisitor {
    void at(int column, int row, double[] position, MeshModel.Submesh submesh, int triangle);
  }

  private static void forEachTexel(MeshModel model, int edge, TexelVisitor visitor) {
    for (MeshModel.Submesh submesh : model.submeshes()) {
      float[] uv = submesh.textureCoordinates();
      int[] corners = submesh.mesh().triangles();
      for (int t = 0; t < corners.length; t += 3) {
        double[] x = new double[3];
        double[] y = new double[3];
        for (int k = 0; k < 3; k++) {
          x[k] = (double) uv[2 * corners[t + k]] * edge;
          y[k] = (double) uv[2 * corners[t + k] + 1] * edge;
        }
        double area = (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]);
        int left = (int) Math.min(x[0], Math.min(x[1], x[2]));
        int right = (int) Math.max(x[0], Math.max(x[1], x[2]));
        int top = (int) Math.min(y[0], Math.min(y[1], y[2]));
        int bottom = (int) Math.max(y[0], Math.max(y[1], y[2]));
        for (int row = top; row <= bottom; row++) {
          for (int column = left; column <= right; column++) {
            double[] share = new double[3];
            boolean inside = true;
            for (int k = 0; k < 3; k++) {
              int j = (k + 1) % 3;
              int l = (k + 2) % 3;
              share[k] =
                  ((x[j] - column - 0.5) * (y[l] - row - 0.5)
                          - (y[j] - row - 0.5) * (x[l] - column - 0.5))
                      / area;
              inside &= share[k] > 1e-6;
            }
            if (inside) {
              double[] position = submesh.mesh().origin().clone();
              for (int k = 0; k < 3; k++) {
                for (int axis = 0; axis < 3; axis++) {
                  position[axis] +=
                      share[k] * submesh.mesh().positions()[3 * corners[t + k] + axis];
                }
              }
              visitor.at(column, row, position, submesh, t / 3);
            }
          }
        }
      }
    }
  }

  @Test
  void noTexelHasTwoPlacesAndChartsKeepTheirDistance() throws IOException {
    MeshModel model = model(texels(VOXEL / 3), 0, true);
    int edge = picture(model.texture().orElseThrow().colour()).getWidth();
    int[] owner = new int[edge * edge];
    double[][] shown = new double[edge * edge][];
    forEachTexel(
        model,
        edge,
        (column, row, position, submesh, triangle) -> {
          assertThat(owner[row * edge + column]++).isZero();
          shown[row * edge + column] = position;
        });
    // texels side by side show points side by side: of other charts there is a gutter between
    for (int i = 1; i < shown.length; i++) {
      if (shown[i] != null && shown[i - 1] != null && i % edge != 0) {
        double distance = 0;
        for (int axis = 0; axis < 3; axis++) {
          distance += Math.pow(shown[i][axis] - shown[i - 1][axis], 2);
        }
        assertThat(Math.sqrt(distance)).isLessThan(VOXEL / 3 / Charts.LEAST_COSINE);
      }
    }
    for (MeshModel.Submesh submesh : model.submeshes()) {
      for (float coordinate : submesh.textureCoordinates()) {
        assertThat(coordinate).isBetween(0f, 1f);
      }
    }
  }

  /**
   * Colour half a voxel behind the surface, to half a step of 8 bits and the rounding of floats.
   */
  @Test
  void texelsHaveTheFieldsColour() throws IOException {
    MeshModel model = model(texels(VOXEL / 3), 0, false);
    BufferedImage picture = picture(model.texture().orElseThrow().colour());
    BufferedImage normals = picture(model.texture().orElseThrow().normals().orElseThrow());
    Trilinear point = new Trilinear(plate());
    double[] sample = new double[VoxelGrid.CHANNELS];
    int[] seen = {0};
    forEachTexel(
        model,
        picture.getWidth(),
        (column, row, p, submesh, triangle) -> {
          double[] n = normal(submesh, triangle, p, normals.getRGB(column, row));
          double inwards = 0.5 * VOXEL;
          boolean isInside =
              point.moveTo(p[0] - inwards * n[0], p[1] - inwards * n[1], p[2] - inwards * n[2]);
          if (isInside) {
            point.sample(sample);
            int rgb = picture.getRGB(column, row);
            for (int channel = 0; channel < 3; channel++) {
              double expected = 255 * Math.max(0, Math.min(1, 0.5 * (sample[channel] + 1)));
              // the normal comes back from 8 bits
              assertThat((rgb >> 16 - 8 * channel & 0xFF) - expected).isCloseTo(0, within(1.0));
            }
            seen[0]++;
          }
        });
    assertThat(seen[0]).isGreaterThan(10_000);
  }

  /** The world's normal that a texel of the normal map says. */
  private static double[] normal(MeshModel.Submesh submesh, int triangle, double[] point, int rgb) {
    double[] share = shares(submesh, triangle, point);
    double[] n = new double[3];
    double[] t = new double[3];
    for (int k = 0; k < 3; k++) {
      int vertex = 3 * submesh.mesh().triangles()[3 * triangle + k];
      for (int axis = 0; axis < 3; axis++) {
        n[axis] += share[k] * submesh.mesh().normals()[vertex + axis];
        t[axis] += share[k] * submesh.tangents()[vertex + axis];
      }
    }
    normalise(n);
    double along = n[0] * t[0] + n[1] * t[1] + n[2] * t[2];
    for (int axis = 0; axis < 3; axis++) {
      t[axis] -= along * n[axis];
    }
    normalise(t);
    double[] world = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int next = (axis + 1) % 3;
      int last = (axis + 2) % 3;
      double bitangent = n[next] * t[last] - n[last] * t[next];
      world[axis] =
          ((rgb >> 16 & 0xFF) / 127.5 - 1) * t[axis]
              + ((rgb >> 8 & 0xFF) / 127.5 - 1) * bitangent
              + ((rgb & 0xFF) / 127.5 - 1) * n[axis];
    }
    normalise(world);
    return world;
  }

  private static double[] shares(MeshModel.Submesh submesh, int triangle, double[] point) {
    double[][] corner = new double[3][];
    for (int k = 0; k < 3; k++) {
      int vertex = 3 * submesh.mesh().triangles()[3 * triangle + k];
      corner[k] = new double[3];
      for (int axis = 0; axis < 3; axis++) {
        corner[k][axis] =
            submesh.mesh().origin()[axis] + submesh.mesh().positions()[vertex + axis] - point[axis];
      }
    }
    double[] area = new double[3];
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double[] a = corner[(k + 1) % 3];
      double[] b = corner[(k + 2) % 3];
      area[k] =
          Math.hypot(
              Math.hypot(a[0] * b[1] - a[1] * b[0], a[1] * b[2] - a[2] * b[1]),
              a[2] * b[0] - a[0] * b[2]);
      sum += area[k];
    }
    return new double[] {area[0] / sum, area[1] / sum, area[2] / sum};
  }

  private static void normalise(double[] v) {
    double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    for (int axis = 0; axis < 3; axis++) {
      v[axis] /= length;
    }
  }

  /** On a ball, where the normal is known: as the map says it, in the world. */
  @Test
  void theNormalMapHasTheFieldsNormals() throws IOException {
    VoxelGrid ball = ball();
    MeshModel model =
        new SurfaceModel(Optional.of(TextureSize.SUITABLE), 0, false, false)
            .of(GridSource.of(ball), surface(ball), share -> {})
            .model();
    BufferedImage map = picture(model.texture().orElseThrow().normals().orElseThrow());
    double[] sums = new double[2];
    forEachTexel(
        model,
        map.getWidth(),
        (column, row, p, submesh, triangle) -> {
          double[] n = normal(submesh, triangle, p, map.getRGB(column, row));
          double radius = Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
          double cosine = (n[0] * p[0] + n[1] * p[1] + n[2] * p[2]) / radius;
          sums[0] += Math.toDegrees(Math.acos(Math.min(1, cosine)));
          sums[1]++;
        });
    assertThat(sums[0] / sums[1]).isLessThan(1.5);
  }

  @Test
  void levelsHaveAQuarterOfTheTrianglesEach() throws IOException {
    VoxelGrid grid = ball();
    Mesh mesh = surface(grid);
    MeshModel model =
        new SurfaceModel(Optional.empty(), 2, false, true)
            .of(GridSource.of(grid), mesh, share -> {})
            .model();
    List<int[]> coarser = model.submeshes().get(0).coarser();
    assertThat(coarser).hasSize(2);
    int finer = mesh.triangleCount();
    for (int[] level : coarser) {
      assertThat(level.length / 3).isBetween(finer / 5, finer / 4 + 1);
      finer = level.length / 3;
    }
    // a coarser level is still near the surface
    int[] coarse = coarser.get(0);
    for (int t = 0; t < coarse.length; t += 3) {
      double sum = 0;
      for (int axis = 0; axis < 3; axis++) {
        double middle = 0;
        for (int k = 0; k < 3; k++) {
          middle += mesh.positions()[3 * coarse[t + k] + axis] / 3.0;
        }
        sum += middle * middle;
      }
      assertThat(Math.sqrt(sum) * 16).isBetween(10.5, 11.2);
    }
  }

  @Test
  void chartsLetATexturedMeshBeSimplified() throws IOException {
    MeshModel model = model(Optional.of(TextureSize.SUITABLE), 2, false);
    MeshModel.Submesh submesh = model.submeshes().get(0);
    assertThat(submesh.coarser()).hasSize(2);
    assertThat(submesh.coarser().get(0).length).isLessThan(submesh.mesh().triangles().length / 3);
    assertThat(submesh.coarser().get(1).length).isLessThan(submesh.coarser().get(0).length / 2);
  }

  @Test
  void groundAndThingsAreApartWhereThereIsLevelGround() throws IOException {
    MeshModel model = model(Optional.empty(), 0, true);
    assertThat(model.submeshes())
        .extracting(MeshModel.Submesh::name)
        .containsExactly("ground", "thing-1", "thing-2");
    assertThat(model.triangleCount()).isEqualTo(surface(plate()).triangleCount());
    VoxelGrid ball = plate();
    for (int z = 0; z < 6; z++) {
      for (int i = ball.index(0, 0, z); i < ball.index(0, 0, z + 1); i += VoxelGrid.CHANNELS) {
        ball.data()[i + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
      }
    }
    MeshModel balls =
        new SurfaceModel(Optional.empty(), 0, true, true)
            .of(GridSource.of(ball), surface(ball), share -> {})
            .model();
    assertThat(balls.submeshes()).extracting(MeshModel.Submesh::name).containsExactly("scene");
  }

  @Test
  void aTextureOfAGivenSizeIsFilled() throws IOException {
    MeshModel model =
        model(Optional.of(new TextureSize(OptionalDouble.empty(), OptionalInt.of(256))), 0, false);
    BufferedImage picture = picture(model.texture().orElseThrow().colour());
    assertThat(picture.getWidth()).isEqualTo(256);
    assertThat(picture.getHeight()).isEqualTo(256);
    int[] used = {0};
    forEachTexel(model, 256, (column, row, p, submesh, triangle) -> used[0]++);
    assertThat(used[0]).isGreaterThan(256 * 256 / 3);
  }

  @Test
  void whatCannotBeIsSaidInASentence() {
    assertThatThrownBy(() -> new TextureSize(OptionalDouble.of(0.1), OptionalInt.of(64)))
        .hasMessageContaining("give one of them");
    assertThatThrownBy(() -> new TextureSize(OptionalDouble.of(0), OptionalInt.empty()))
        .hasMessageContaining("positive size");
    assertThatThrownBy(() -> new TextureSize(OptionalDouble.empty(), OptionalInt.of(1 << 20)))
        .hasMessageContaining("64 to 8192 texels");
    assertThatThrownBy(() -> new SurfaceModel(Optional.empty(), 9, false, true))
        .hasMessageContaining("0 to 8");
    assertThatThrownBy(() -> model(texels(1e-6), 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--texture-size");
    VoxelGrid empty = VoxelGrid.empty(4, 4, 4, BOX, 1);
    assertThatThrownBy(
            () ->
                new SurfaceModel(Optional.of(TextureSize.SUITABLE), 0, false, false)
                    .of(GridSource.of(empty), surface(empty), share -> {}))
        .hasMessageContaining("no surface");
  }

  /** Parts go on counting; texture coordinates are measured from the bottom there. */
  @Test
  void anObjNamesItsMaterialAndPictures() throws IOException {
    MeshModel model = model(Optional.of(TextureSize.SUITABLE), 0, true);
    ObjWriter.write(model, folder.resolve("a.obj"));
    List<String> lines = Files.readAllLines(folder.resolve("a.obj"));
    assertThat(lines).contains("mtllib a.mtl", "o ground", "o thing-1", "usemtl photographed");
    assertThat(lines.stream().filter(line -> line.startsWith("v ")).count())
        .isEqualTo(model.vertexCount());
    List<String> coordinates = lines.stream().filter(line -> line.startsWith("vt ")).toList();
    float[] uv = model.submeshes().get(0).textureCoordinates();
    String[] first = coordinates.get(0).split(" ", -1);
    assertThat(Double.parseDouble(first[1])).isCloseTo(uv[0], within(1e-6));
    assertThat(Double.parseDouble(first[2])).isCloseTo(1 - uv[1], within(1e-6));
    List<Integer> corners = new ArrayList<>();
    for (String line : lines.stream().filter(line -> line.startsWith("f ")).toList()) {
      for (String corner : line.substring(2).split(" ", -1)) {
        corners.add(Integer.parseInt(corner.split("/", -1)[0]));
      }
    }
    assertThat(IntStream.range(1, model.vertexCount() + 1)).allMatch(corners::contains);
    assertThat(Files.readString(folder.resolve("a.mtl")))
        .contains("map_Kd a-colour.png", "norm a-normals.png", "Pm 0", "Pr 1");
    assertThat(ImageIO.read(folder.resolve("a-colour.png").toFile()).getWidth()).isPositive();
    assertThat(ImageIO.read(folder.resolve("a-normals.png").toFile()).getWidth()).isPositive();
  }
}
