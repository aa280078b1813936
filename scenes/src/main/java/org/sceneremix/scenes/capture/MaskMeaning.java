package org.sceneremix.scenes.capture;

/** The meaning of what is black in the masks of a capture. */
public enum MaskMeaning {
  /** Empty space: the mask cuts the scene out. */
  SCENE,
  /** Pixels that say nothing of the scene, whatever they show. */
  IGNORE
}
