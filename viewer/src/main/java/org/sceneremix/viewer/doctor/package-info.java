/**
 * Inspection of a machine: processor, CUDA. {@link org.sceneremix.viewer.doctor.Cuda} asks the
 * NVIDIA driver itself, so that it works where nothing of CUDA is installed.
 */
package org.sceneremix.viewer.doctor;
