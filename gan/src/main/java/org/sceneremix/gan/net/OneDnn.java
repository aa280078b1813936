package org.sceneremix.gan.net;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Whether ND4J convolves with oneDNN. Its plain build gives the same results far more slowly. */
public final class OneDnn {

  private static final String BUILT_WITH = "HAVE_ONEDNN";

  private OneDnn() {}

  /** What to tell the user, if anything; nothing where ND4J does not compute on the processor. */
  public static Optional<String> warning() {
    if (!Nd4j.getEnvironment().isCPU()) {
      return Optional.empty();
    }
    boolean allowed = Nd4j.getEnvironment().helpersAllowed();
    return warning(NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo(), allowed);
  }

  static Optional<String> warning(String buildInfo, boolean allowed) {
    if (!buildInfo.contains(BUILT_WITH)) {
      return Optional.of(
          "this build of ND4J lacks oneDNN, so networks run far more slowly; where there is"
              + " one for this platform, use the classifier that ends in -onednn");
    }
    return allowed
        ? Optional.empty()
        : Optional.of(
            "oneDNN is switched off in ND4J, so networks run far more slowly; do not set"
                + " SD_ALLOW_HELPERS to false");
  }
}
