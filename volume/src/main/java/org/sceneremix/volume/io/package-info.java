/**
 * Grid files, what they say about how they were made, and writing of files that are never seen half
 * done.
 */
package org.sceneremix.volume.io;
