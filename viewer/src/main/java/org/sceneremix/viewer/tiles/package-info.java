/**
 * Sets of tiles as folders: making them, laying a ground of them, and writing them for other
 * programs.
 */
package org.sceneremix.viewer.tiles;
