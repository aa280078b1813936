/** Losses on scores. */
package org.sceneremix.gan.loss;
