package org.sceneremix.viewer.cli;

import org.sceneremix.scenes.synth.BuiltInScene;

/**
 * Sizes of the demo. Its whole outcome is a function of these settings.
 *
 * @param version of the program
 * @param scene the scene
 * @param views photographs to fit to
 * @param photographSide pixels of a photograph along each side
 * @param fitResolution voxels of the reference along its longest side
 * @param fitIterations steps of the fit
 * @param trainResolution voxels of the remixes along their longest side
 * @param trainIterations of the training
 * @param remixes number of remixes
 * @param filmSide pixels of the films of the report along each side
 * @param filmFrames frames of a film
 * @param seed of all chance
 */
record DemoSettings(
    String version,
    BuiltInScene scene,
    int views,
    int photographSide,
    int fitResolution,
    int fitIterations,
    int trainResolution,
    int trainIterations,
    int remixes,
    int filmSide,
    int filmFrames,
    long seed) {

  /** About 90 seconds on two cores. */
  static DemoSettings quick(String version, long seed) {
    return new DemoSettings(
        version, BuiltInScene.BLOCKS, 40, 128, 48, 400, 40, 60, 6, 128, 24, seed);
  }

  /** At most six minutes on two cores. */
  static DemoSettings full(String version, long seed) {
    return new DemoSettings(
        version, BuiltInScene.BLOCKS, 80, 256, 80, 1500, 64, 800, 8, 192, 36, seed);
  }
}
