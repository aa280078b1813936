/**
 * Rays through voxel grids: {@link org.sceneremix.renderer.trace.VolumeTracer} is the contract of
 * the emission-absorption integral and its adjoint, {@link org.sceneremix.renderer.trace.CpuTracer}
 * its implementation in plain Java, {@link org.sceneremix.renderer.trace.GpuTracer} the one in
 * compute shaders.
 */
package org.sceneremix.renderer.trace;
