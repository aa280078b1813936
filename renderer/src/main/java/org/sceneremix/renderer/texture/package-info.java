/**
 * Textures and levels of detail of the surface of a grid: charts, their places in a picture, the
 * field's colours and normals baked there, simplification. Knows grids and meshes.
 */
package org.sceneremix.renderer.texture;
