/**
 * Remixes as files: single ones ({@link org.sceneremix.viewer.dataset.Remixes}), and data sets of
 * many with views ({@link org.sceneremix.viewer.dataset.DatasetRequest}), made on the cores of one
 * machine or on a cluster.
 */
package org.sceneremix.viewer.dataset;
