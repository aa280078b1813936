/** Whether a device computes what it should. */
package org.sceneremix.renderer.check;
