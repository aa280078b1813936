/**
 * The viewer's window: panels, input and shortcuts over a {@link
 * org.sceneremix.viewer.session.Session}. {@link org.sceneremix.viewer.ui.ViewerWindow} is where it
 * begins; what is drawn by OpenGL is drawn by {@code org.sceneremix.viewer.gl}.
 */
package org.sceneremix.viewer.ui;
