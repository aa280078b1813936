package org.sceneremix.volume.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Header of a grid file, before the samples.
 *
 * @param size number of voxels
 * @param box the box that they fill, world units
 * @param densityScale extinction of stored density 1, per world unit
 * @param sampleType how values are stored
 * @param metadata anything else that the writer said, such as {@link Provenance}
 */
public record GridHeader(
    GridSize size, Aabb box, float densityScale, SampleType sampleType, ObjectNode metadata) {

  /** Copies the metadata, which are mutable. */
  public GridHeader {
    metadata = metadata.deepCopy();
  }

  static GridHeader of(VoxelGrid grid, SampleType sampleType, ObjectNode metadata) {
    return new GridHeader(GridSize.of(grid), grid.box(), grid.densityScale(), sampleType, metadata);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("size", GeometryJson.of(size));
    json.set("box", GeometryJson.of(box));
    json.put("densityScale", densityScale);
    json.put("sampleType", sampleType.label());
    json.set("metadata", metadata);
    return json;
  }

  /**
   * @throws IllegalArgumentException if a field is missing or cannot be; the message says which
   */
  static GridHeader fromJson(JsonNode json) {
    double[] size = numbers(json, "size", 3);
    double[] box = numbers(json, "box", 6);
    double[] scale = numbers(json, "densityScale", 1);
    JsonNode metadata = json.path("metadata");
    if (!metadata.isObject()) {
      throw new IllegalArgumentException("\"metadata\" is not an object");
    }
    GridHeader header =
        new GridHeader(
            new GridSize(voxels(size[0]), voxels(size[1]), voxels(size[2])),
            new Aabb(box[0], box[1], box[2], box[3], box[4], box[5]),
            (float) scale[0],
            sampleType(json.path("sampleType").asText()),
            (ObjectNode) metadata);
    VoxelGrid.sampleCount(header.size.nx(), header.size.ny(), header.size.nz());
    if (!(header.densityScale > 0) || Float.isInfinite(header.densityScale)) {
      throw new IllegalArgumentException("\"densityScale\" is not positive: " + scale[0]);
    }
    return header;
  }

  private static double[] numbers(JsonNode json, String field, int count) {
    JsonNode node = json.path(field);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      JsonNode value = count == 1 ? node : node.path(i);
      if (!value.isNumber() || (count > 1 && node.size() != count)) {
        throw new IllegalArgumentException(
            "\"" + field + "\" is not " + (count == 1 ? "a number" : count + " numbers"));
      }
      values[i] = value.doubleValue();
    }
    return values;
  }

  private static int voxels(double count) {
    if (count != Math.rint(count) || count < 1 || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("\"size\" holds " + count + ", which is no voxel count");
    }
    return (int) count;
  }

  private static SampleType sampleType(String label) {
    for (SampleType type : SampleType.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("\"sampleType\" is neither float32 nor float16");
  }

  /** Size of the samples before compression. */
  long sampleBytes() {
    return (long) size.voxelCount() * VoxelGrid.CHANNELS * sampleType.bytes();
  }
}
