package org.sceneremix.viewer.cli;

import org.sceneremix.scenes.synth.BuiltInScene;

/**
 * How large the demo is. Its whole outcome is a function of these settings, up to the speed of the
 * machine, which decides how far the training gets in its minutes.
 *
 * @param version of the program
 * @param scene the scene
 * @param views photographs to fit to
 * @param photographSide pixels of a photograph along each side
 * @param fitResolution voxels of the reference along its longest side
 * @param fitIterations steps of the fit
 * @param trainResolution voxels of the remixes along their longest side
 * @param trainMinutes time limit of the training
 * @param remixes number of remixes
 * @param detail whether remixes are rebuilt from the voxels of the reference
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
    double trainMinutes,
    int remixes,
    boolean detail,
    int filmSide,
    int filmFrames,
    long seed) {

  /** About 90 seconds on two cores. */
  static DemoSettings quick(String version, long seed) {
    return new DemoSettings(
        version, BuiltInScene.BLOCKS, 40, 128, 48, 400, 40, 1, 6, true, 128, 24, seed);
  }

  /** At most ten minutes on two cores. */
  static DemoSettings full(String version, long seed) {
    return new DemoSettings(
        version, BuiltInScene.BLOCKS, 80, 256, 80, 1500, 64, 6, 8, true, 192, 36, seed);
  }
}
