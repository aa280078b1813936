package org.sceneremix.gan.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The figures of a set of remixes beside those of controls, without which they cannot be read: a
 * model that copies or shifts its input is perfect in quality, one that shuffles blocks is diverse.
 *
 * @param remixes the remixes
 * @param controls the controls by name: those of {@link Controls#of} first, then those that the
 *     caller gave, in their order
 * @param referenceOccupancy share of the voxels of the reference in which something can be seen
 */
public record RemixEvaluation(
    RemixQuality remixes, Map<String, RemixQuality> controls, double referenceOccupancy) {

  /** An unchangeable copy is kept of the controls. */
  public RemixEvaluation {
    controls = Collections.unmodifiableMap(new LinkedHashMap<>(controls));
  }

  /**
   * Measures remixes and controls.
   *
   * @param reference the scene; brought to the voxel size of the remixes if its own is smaller
   * @param remixes of one size
   * @param more controls beside those that need no model, such as remixes from other starts
   * @param seed of all chance; the same seed gives the same figures
   * @param stem features for SIFID, where there are some
   * @throws IllegalArgumentException if there is no remix, sizes differ, or two controls have one
   *     name
   */
  public static RemixEvaluation evaluate(
      VoxelGrid reference,
      List<VoxelGrid> remixes,
      List<Control> more,
      Observer observer,
      long seed,
      Optional<InceptionStem> stem) {
    if (remixes.isEmpty()) {
      throw new IllegalArgumentException("there is no remix to measure; give at least one");
    }
    VoxelGrid scene = withVoxelsOf(remixes.get(0), reference, observer.workers());
    QualityMeter meter = new QualityMeter(scene, observer, seed, stem);
    List<Control> all = new ArrayList<>(Controls.of(scene, seed));
    all.addAll(more);
    Map<String, RemixQuality> controls = new LinkedHashMap<>();
    for (Control control : all) {
      if (controls.put(control.name(), meter.measure(control.scenes())) != null) {
        throw new IllegalArgumentException(
            "two controls are named '" + control.name() + "'; give each a name of its own");
      }
    }
    return new RemixEvaluation(meter.measure(remixes), controls, OccupancyGrid.of(scene).share());
  }

  /**
   * The reference with voxels of the size that those of a remix have; itself if they are no larger
   * than its own.
   */
  public static VoxelGrid withVoxelsOf(VoxelGrid remix, VoxelGrid reference, Workers workers) {
    GridSize size =
        new GridSize(
            voxels(reference.box().sizeX(), remix.voxelX(), reference.nx()),
            voxels(reference.box().sizeY(), remix.voxelY(), reference.ny()),
            voxels(reference.box().sizeZ(), remix.voxelZ(), reference.nz()));
    return size.equals(GridSize.of(reference))
        ? reference
        : AntialiasedShrink.shrink(reference, size, workers);
  }

  private static int voxels(double side, double edge, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(side / edge)));
  }

  /** Heads of the columns of {@link #table()}. */
  public List<String> tableHeader() {
    List<String> header = new ArrayList<>(List.of("", "remixes"));
    header.addAll(controls.keySet());
    header.add("unit");
    return header;
  }

  /** A row for each figure: its name, that of the remixes, those of the controls, and its unit. */
  public List<List<String>> table() {
    List<ObjectNode> sets = new ArrayList<>(List.of(remixes.toJson()));
    controls.values().forEach(control -> sets.add(control.toJson()));
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> unit : RemixQuality.units().properties()) {
      if (!sets.get(0).has(unit.getKey())) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of(words(unit.getKey())));
      for (ObjectNode set : sets) {
        row.add(text(set.path(unit.getKey())));
      }
      row.add(unit.getValue().asText());
      rows.add(row);
    }
    return rows;
  }

  private static String text(JsonNode figure) {
    if (figure.isMissingNode()) {
      return "-";
    }
    return figure.isIntegralNumber()
        ? figure.asText()
        : String.format(Locale.ROOT, "%.3f", figure.asDouble());
  }

  /** {@code shapeDiversity} to {@code shape diversity}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /**
   * Objects {@code remixes}, {@code controls} (by their names), {@code units} of the figures that
   * the remixes have, and the reference's occupancy.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode figures = remixes.toJson();
    json.set("remixes", figures);
    ObjectNode byName = json.putObject("controls");
    controls.forEach((name, control) -> byName.set(name, control.toJson()));
    json.put("referenceOccupancy", referenceOccupancy);
    ObjectNode units = RemixQuality.units();
    List<String> names = new ArrayList<>();
    figures.fieldNames().forEachRemaining(names::add);
    json.set("units", units.retain(names));
    return json;
  }
}
