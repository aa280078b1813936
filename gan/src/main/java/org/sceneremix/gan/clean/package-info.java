/** Flaws of remixes, such as half things: finding them, and taking them away. */
package org.sceneremix.gan.clean;
