package org.sceneremix.gan.net;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads an operator of ND4J works with. */
public final class EngineThreads {

  private EngineThreads() {}

  /**
   * Lets the operators that the calling thread asks for run on as many threads: those of oneDNN,
   * which go by OpenMP, and ND4J's own. The latter hold for all threads of the program.
   */
  public static void use(int threads) {
    Nd4j.getEnvironment().setMaxThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
