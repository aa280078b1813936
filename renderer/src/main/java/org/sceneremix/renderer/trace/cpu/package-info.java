/**
 * The tracer in plain Java, on any number of threads: {@link
 * org.sceneremix.renderer.trace.cpu.CpuTracer}. Kernels with and without vectors do the same
 * arithmetic, bit for bit.
 */
package org.sceneremix.renderer.trace.cpu;
