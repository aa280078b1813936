/** Adversarial training of the cascade, stage by stage. */
package org.sceneremix.gan.train;
