/**
 * The surface of a grid as a triangle mesh, and its files. World positions: right-handed, z up;
 * triangles are counter-clockwise seen from outside.
 */
package org.sceneremix.volume.mesh;
