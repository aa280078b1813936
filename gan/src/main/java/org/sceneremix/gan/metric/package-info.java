/**
 * Figures that say how good remixes are, how different from each other, and how far from mere
 * copies. None needs trained weights.
 *
 * <p>A model that copies its input wins every figure of quality. So {@link
 * org.sceneremix.gan.metric.RemixEvaluation} always gives quality, diversity and copying together,
 * and beside them the same figures of controls: copies, shifted copies and shuffled blocks of the
 * reference, and what else the caller gives. {@link org.sceneremix.gan.metric.CoarseSimilarity}
 * compares coarse starts.
 */
package org.sceneremix.gan.metric;
