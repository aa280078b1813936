/**
 * Whether a capture can be used, and what is wrong with it, in words.
 *
 * <p>{@link org.sceneremix.scenes.check.CaptureCheck} looks at cameras and pictures and gives a
 * {@link org.sceneremix.scenes.check.CaptureReport}.
 */
package org.sceneremix.scenes.check;
