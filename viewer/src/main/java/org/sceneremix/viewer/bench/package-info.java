/** Interface between the {@code bench} verb and the module with the benchmarks. */
package org.sceneremix.viewer.bench;
