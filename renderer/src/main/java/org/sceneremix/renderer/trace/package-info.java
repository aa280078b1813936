/**
 * The contract of tracing: the emission-absorption integral through a {@link
 * org.sceneremix.renderer.trace.RadianceField} and its adjoint, as {@link
 * org.sceneremix.renderer.trace.VolumeTracer} and {@link org.sceneremix.renderer.trace.Tape} define
 * them. Knows grids and rays; back ends are in packages of their own, below this one.
 */
package org.sceneremix.renderer.trace;
