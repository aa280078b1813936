/**
 * Critics, and the losses by which they and a generator are trained against each other. Knows
 * networks, but not where what is judged comes from.
 */
package org.sceneremix.gan.critic;
