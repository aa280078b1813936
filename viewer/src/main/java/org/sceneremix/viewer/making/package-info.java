/**
 * The long steps of the whole job, as the verbs and the window do them: from a capture to a grid
 * file, from a grid file to a model folder. Knows nothing of consoles and windows.
 */
package org.sceneremix.viewer.making;
