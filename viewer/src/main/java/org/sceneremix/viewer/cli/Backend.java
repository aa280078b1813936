package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.sceneremix.gan.net.BlasProduct;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.GlProduct;
import org.sceneremix.gan.net.MatrixProduct;
import org.sceneremix.gan.net.Nd4jProduct;
import org.sceneremix.viewer.doctor.Cuda;
import org.sceneremix.volume.work.Workers;

/** Device that networks run on. */
enum Backend {
  /**
   * {@link #CUDA} where the launcher found that it can run and has been fetched, or else {@link
   * #GL} on a graphics card if there is one, or else {@link #CPU}.
   */
  AUTO,

  /** The processor. */
  CPU,

  /** ND4J on a graphics card; the launcher puts its CUDA build on the class path. */
  CUDA,

  /** Compute shaders of OpenGL 4.3. */
  GL;

  private static final String CUDA_BUILD = "/org/nd4j/linalg/jcublas/JCublasBackend.class";

  /**
   * The device for networks where the choice is left to the program.
   *
   * @param card whether there is a graphics card with OpenGL 4.3
   */
  static Backend best(boolean card) {
    return hasCudaBuild() ? CUDA : card ? GL : CPU;
  }

  /**
   * The engine, to be closed.
   *
   * @param workers on the processor, which also does all that is no product of matrices
   * @throws org.sceneremix.renderer.gl.GlException if there is no OpenGL 4.3
   * @throws IOException if this program cannot use CUDA here
   */
  Engine open(Workers workers) throws IOException {
    return new Engine(workers, product());
  }

  private MatrixProduct product() throws IOException {
    return switch (this) {
      case AUTO -> best();
      case CPU -> new BlasProduct();
      case CUDA -> cuda();
      case GL -> GlProduct.open();
    };
  }

  private static MatrixProduct best() throws IOException {
    if (hasCudaBuild()) {
      return cuda();
    }
    Optional<GlProduct> card = GlProduct.openCard();
    return card.isPresent() ? card.get() : new BlasProduct();
  }

  private static MatrixProduct cuda() throws IOException {
    Optional<String> obstacle = Cuda.look().obstacle();
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    if (!hasCudaBuild()) {
      throw new IOException(
          "ND4J's CUDA build is not on the class path; start the program as ./remix --backend cuda"
              + " VERB, which fetches it");
    }
    try {
      // ND4J itself would print why not, and then say something else
      ServiceLoader.load(Nd4jBackend.class).forEach(Nd4jBackend::canRun);
      return new Nd4jProduct();
    } catch (LinkageError | RuntimeException e) {
      throw new IOException(
          "ND4J's CUDA build does not start here ("
              + rootOf(e).getMessage()
              + "); update the NVIDIA driver, or use --backend gl",
          e);
    }
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }

  /** Whether the class path has ND4J's CUDA build in the place of that for the processor. */
  private static boolean hasCudaBuild() {
    return Backend.class.getResource(CUDA_BUILD) != null;
  }

  /** As the command line says it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
