/** The choice of a tracer by name, which knows all of them. */
package org.sceneremix.renderer.trace.backend;
