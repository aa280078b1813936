/**
 * The threads that work is shared among. A program makes its {@link
 * org.sceneremix.volume.work.Workers} once and hands them to all that works; nothing here knows
 * what is worked at.
 */
package org.sceneremix.volume.work;
