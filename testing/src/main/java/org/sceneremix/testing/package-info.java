/** Assumptions of tests in all modules about the machine: a GPU, a display, a foreign program. */
package org.sceneremix.testing;
