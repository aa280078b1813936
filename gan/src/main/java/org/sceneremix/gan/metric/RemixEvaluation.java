package org.sceneremix.gan.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The figures of a set of remixes beside those of controls, without which they cannot be read: a
 * model that copies or shifts its input is perfect in quality, one that shuffles blocks is diverse.
 *
 * @param remixes the remixes
 * @param copy an exact copy of the reference: perfect quality, no diversity
 * @param shiftedCopy the reference shifted along the ground, around its ends: nearly perfect
 *     quality and diverse, but its offsets show that it is copied
 * @param chunkShuffle blocks of the reference rearranged: diverse, but incoherent at the seams
 * @param referenceOccupancy share of the voxels of the reference in which something can be seen
 */
public record RemixEvaluation(
    RemixQuality remixes,
    RemixQuality copy,
    RemixQuality shiftedCopy,
    RemixQuality chunkShuffle,
    double referenceOccupancy) {

  /** Instances of each control; more would cost time and hardly change the means. */
  private static final int CONTROLS = 2;

  /** Edge of shuffled blocks, voxels; a quarter of the longest side where that is less. */
  private static final int BLOCK = 16;

  /**
   * Measures remixes and controls.
   *
   * @param reference the scene; brought to the voxel size of the remixes if its own is smaller
   * @param remixes of one size
   * @param cameras where pictures are taken from, such as those of the capture
   * @param tracer makes the pictures
   * @param seed of all chance; the same seed gives the same figures
   * @param stem features for SIFID, where there are some
   * @throws IllegalArgumentException if there is no remix or camera, or sizes differ
   */
  public static RemixEvaluation evaluate(
      VoxelGrid reference,
      List<VoxelGrid> remixes,
      List<Camera> cameras,
      VolumeTracer tracer,
      long seed,
      Optional<InceptionStem> stem) {
    if (remixes.isEmpty()) {
      throw new IllegalArgumentException("there is no remix to measure; give at least one");
    }
    VoxelGrid scene = withVoxelsOf(remixes.get(0), reference);
    QualityMeter meter = new QualityMeter(scene, cameras, tracer, seed, stem);
    Random random = new Random(seed);
    List<VoxelGrid> shifted = new ArrayList<>();
    List<VoxelGrid> shuffled = new ArrayList<>();
    int block = Math.max(1, Math.min(BLOCK, GridSize.of(scene).longest() / 4));
    for (int i = 0; i < CONTROLS; i++) {
      shifted.add(Controls.shifted(scene, random.nextInt(scene.nx()), random.nextInt(scene.ny())));
      shuffled.add(Controls.shuffled(scene, block, random.nextLong()));
    }
    return new RemixEvaluation(
        meter.measure(remixes),
        meter.measure(List.of(scene)),
        meter.measure(shifted),
        meter.measure(shuffled),
        OccupancyGrid.of(scene).share());
  }

  private static VoxelGrid withVoxelsOf(VoxelGrid remix, VoxelGrid reference) {
    GridSize size =
        new GridSize(
            voxels(reference.box().sizeX(), remix.voxelX(), reference.nx()),
            voxels(reference.box().sizeY(), remix.voxelY(), reference.ny()),
            voxels(reference.box().sizeZ(), remix.voxelZ(), reference.nz()));
    return size.equals(GridSize.of(reference))
        ? reference
        : AntialiasedShrink.shrink(reference, size);
  }

  private static int voxels(double side, double edge, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(side / edge)));
  }

  /** What stands above the columns of {@link #table()}. */
  public static List<String> tableHeader() {
    return List.of("", "remixes", "exact copy", "shifted copy", "chunk shuffle", "unit");
  }

  /** A row for each figure: its name, that of the remixes, those of the controls, and its unit. */
  public List<List<String>> table() {
    List<ObjectNode> sets =
        Stream.of(remixes, copy, shiftedCopy, chunkShuffle).map(RemixQuality::toJson).toList();
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> unit : RemixQuality.units().properties()) {
      if (!sets.get(0).has(unit.getKey())) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of(words(unit.getKey())));
      for (ObjectNode set : sets) {
        JsonNode figure = set.path(unit.getKey());
        row.add(
            figure.isIntegralNumber()
                ? figure.asText()
                : String.format(Locale.ROOT, "%.3f", figure.asDouble()));
      }
      row.add(unit.getValue().asText());
      rows.add(row);
    }
    return rows;
  }

  /** {@code shapeDiversity} to {@code shape diversity}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /** Objects {@code remixes}, {@code controls}, {@code units}, and the reference's occupancy. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("remixes", remixes.toJson());
    ObjectNode controls = json.putObject("controls");
    controls.set("copy", copy.toJson());
    controls.set("shiftedCopy", shiftedCopy.toJson());
    controls.set("chunkShuffle", chunkShuffle.toJson());
    json.put("referenceOccupancy", referenceOccupancy);
    json.set("units", RemixQuality.units());
    return json;
  }
}
