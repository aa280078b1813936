/** Small programs that show how the viewer is used from Java. */
package org.sceneremix.viewer.example;
