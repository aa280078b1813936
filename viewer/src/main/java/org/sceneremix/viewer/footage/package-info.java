/** From a film to a posed capture, by programs of others: ffmpeg and COLMAP. */
package org.sceneremix.viewer.footage;
