/**
 * Compute engines: one contract for the operators that networks and their training are made of, and
 * implementations of it on ND4J and as OpenGL compute shaders.
 */
package org.sceneremix.gan.compute;
