/** What the {@code bench} verb takes from the module with the benchmarks. */
package org.sceneremix.viewer.bench;
