/**
 * Posed photographs of one scene, and one reader for each format in which they come.
 *
 * <p>{@link org.sceneremix.scenes.capture.CaptureReader} recognises the format of a folder and
 * gives a {@link org.sceneremix.scenes.capture.Capture}, whose world is right-handed with z up.
 */
package org.sceneremix.scenes.capture;
