/** Splats that are fitted to the views of a grid. Knows the tracer and the rasteriser of splats. */
package org.sceneremix.scenes.splat;
