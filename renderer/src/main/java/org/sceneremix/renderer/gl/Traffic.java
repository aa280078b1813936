package org.sceneremix.renderer.gl;

/**
 * Amounts that went to and fro between the processor's memory and storage buffers of one context.
 * Uniforms and commands, a few bytes each, are not counted.
 *
 * @param up bytes sent to the device
 * @param down bytes brought back from it
 */
public record Traffic(long up, long down) {

  /** Difference from an earlier count. */
  public Traffic since(Traffic earlier) {
    return new Traffic(up - earlier.up, down - earlier.down);
  }
}
