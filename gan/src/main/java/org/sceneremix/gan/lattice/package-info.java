/**
 * The ground lattice that networks and matching work on: what lies beyond its ends, chance by
 * place, and what stands on it.
 */
package org.sceneremix.gan.lattice;
