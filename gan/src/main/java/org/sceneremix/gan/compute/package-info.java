/**
 * Compute engines: one contract for the operators that networks and their training are made of, and
 * an implementation of it on ND4J.
 */
package org.sceneremix.gan.compute;
