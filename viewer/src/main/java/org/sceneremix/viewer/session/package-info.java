/**
 * State and actions of the viewer, without a window: {@link org.sceneremix.viewer.session.Session}
 * holds an immutable {@link org.sceneremix.viewer.session.SessionState}, changes it by actions that
 * can be undone, and has long work done by {@link org.sceneremix.viewer.session.Jobs} in the
 * background. No OpenGL here.
 *
 * <p>A session belongs to one thread, that of the window; what jobs made reaches it in {@link
 * org.sceneremix.viewer.session.Session#poll()}.
 */
package org.sceneremix.viewer.session;
