/**
 * The ground lattice that networks and matching work on: what lies beyond its ends, and chance by
 * place.
 */
package org.sceneremix.gan.lattice;
