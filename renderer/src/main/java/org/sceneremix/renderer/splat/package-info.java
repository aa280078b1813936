/** Pictures of Gaussian splats, and their adjoint. Knows cameras and images. */
package org.sceneremix.renderer.splat;
