package org.sceneremix.viewer.picture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** File format of a {@link DistanceMap}. */
public enum DistanceFormat {

  /** 16-bit grey PNG. */
  PNG(
      "distance-NNN.png: 16-bit, expected distance along the ray, world units = value /"
          + " distance_counts_per_unit of the scene's transforms.json; 0 is nothing"),

  /** TIFF of 32-bit floats. */
  TIF("distance-NNN.tif: 32-bit float, expected distance along the ray, world units; 0 is nothing");

  private static final String COUNTS = "distance_counts_per_unit";

  private final String explanation;

  DistanceFormat(String explanation) {
    this.explanation = explanation;
  }

  /** Ending of file names. */
  public String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Content of the files, for people. */
  public String explanation() {
    return explanation;
  }

  /** Adds to cameras' JSON what a reader of the distances must know. */
  public void describe(ObjectNode cameras, DistanceMap distances) {
    if (this == PNG) {
      cameras.put(COUNTS, distances.countsPerUnit());
    }
  }
}
