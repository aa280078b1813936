package org.sceneremix.scenes.synth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The procedural scenes that come with the program. */
public enum BuiltInScene {

  /** Toy blocks in bright colours, lying, standing and stacked on a wooden table. */
  BLOCKS("toy blocks scattered on a table") {
    @Override
    public Scenery create(long seed) {
      return Scenes.blocks(seed);
    }
  },

  /** Rounded pebbles of several colours, some with veins, in layers on soil. */
  STONES("a field of rounded pebbles on soil") {
    @Override
    public Scenery create(long seed) {
      return Scenes.stones(seed);
    }
  },

  /** Tufts of grass and flowers of three colours. */
  MEADOW("tufts of grass and flowers") {
    @Override
    public Scenery create(long seed) {
      return Scenes.meadow(seed);
    }
  },

  /** A mound with clods on and around it: not the same everywhere, unlike the others. */
  HEAP("a heap of earth and clods on gravel") {
    @Override
    public Scenery create(long seed) {
      return Scenes.heap(seed);
    }
  },

  /** Balloons of five colours at different heights, each on a string. */
  BALLOONS("balloons on strings over a lawn") {
    @Override
    public Scenery create(long seed) {
      return Scenes.balloons(seed);
    }
  };

  private final String description;

  BuiltInScene(String description) {
    this.description = description;
  }

  /** Makes the scene; the same seed gives the same one. */
  public abstract Scenery create(long seed);

  /** Description of it, a few words. */
  public String description() {
    return description;
  }

  /** The name to be typed. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scene of this label, whatever the case of its letters. */
  public static Optional<BuiltInScene> ofLabel(String label) {
    return Arrays.stream(values())
        .filter(scene -> scene.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
