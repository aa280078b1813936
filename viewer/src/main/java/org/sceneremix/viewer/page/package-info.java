/**
 * The page to share: grids in one file that any browser shows, by WebGL 2 and three.js, without a
 * network. Knows grids and the renderer.
 */
package org.sceneremix.viewer.page;
