/**
 * The networks of a generator on the ground lattice: convolutions over sites, the exemplar head
 * that points at columns of the reference, and the matrix products that all of it comes down to.
 * Knows nothing of training schedules, files or pictures.
 */
package org.sceneremix.gan.net;
