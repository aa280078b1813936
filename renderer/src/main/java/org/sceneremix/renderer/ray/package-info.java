/**
 * Batches of rays, and what is found along them. Knows neither cameras, which make rays, nor
 * tracers, which follow them.
 */
package org.sceneremix.renderer.ray;
