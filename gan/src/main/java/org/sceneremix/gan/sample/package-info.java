/**
 * Making remixes: latents, recipes and edits, and the way from them through the generator and the
 * exemplar to a grid of any size. Knows nothing of training or of files but those it writes grids
 * to.
 */
package org.sceneremix.gan.sample;
