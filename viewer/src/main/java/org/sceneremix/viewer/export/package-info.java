/** Scenes for other programs, as the command line and the window write them. */
package org.sceneremix.viewer.export;
