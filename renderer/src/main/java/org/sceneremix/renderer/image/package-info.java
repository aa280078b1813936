/**
 * Pictures as float RGBA in straight alpha: {@link org.sceneremix.renderer.image.Image}, its files,
 * compositing, resizing, and measures of likeness.
 */
package org.sceneremix.renderer.image;
