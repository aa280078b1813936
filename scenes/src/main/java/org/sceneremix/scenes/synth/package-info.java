/**
 * Procedural self-similar scenes, and posed captures of them: what the demo and experiments start
 * from where there are no photographs.
 *
 * <p>A {@link org.sceneremix.scenes.synth.Scenery} is a signed distance with a colour for every
 * point, made from a seed; {@link org.sceneremix.scenes.synth.Rasteriser} turns it into a voxel
 * grid with light baked in; {@link org.sceneremix.scenes.synth.SyntheticCapture} photographs the
 * grid with the project's own tracer.
 */
package org.sceneremix.scenes.synth;
