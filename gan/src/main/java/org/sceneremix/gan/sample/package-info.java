/** Latents in, remixes out. */
package org.sceneremix.gan.sample;
