/**
 * The tracer in compute shaders: {@link org.sceneremix.renderer.trace.gpu.GpuTracer}. Rays are
 * prepared by the processor's code, so that samples lie at the same places.
 */
package org.sceneremix.renderer.trace.gpu;
