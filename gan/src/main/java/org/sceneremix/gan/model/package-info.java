/**
 * Models on disk: the folder, its files and their formats, and a model opened from them. Everything
 * that is read is checked against its file before memory is taken for it.
 */
package org.sceneremix.gan.model;
