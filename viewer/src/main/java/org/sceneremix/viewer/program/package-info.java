/** This program as it names itself. */
package org.sceneremix.viewer.program;
