package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Optional;

/**
 * The way from a scene's light to the pixels of its photographs: their exposures, and what stands
 * behind the scene.
 *
 * @param behind the kind of background
 * @param backdrop learned; there if the scene stands in front of it
 */
record Photography(Exposures exposures, FitBackground behind, Optional<Backdrop> backdrop) {

  void transfer(StateTransfer with) throws IOException {
    exposures.transfer(with);
    if (backdrop.isPresent()) {
      backdrop.get().transfer(with);
    }
  }
}
