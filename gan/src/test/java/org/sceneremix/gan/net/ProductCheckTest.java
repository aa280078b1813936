package org.sceneremix.gan.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.volume.work.Workers;

class ProductCheckTest {

  private static void assertThatAllIsRight(MatrixProduct product) {
    try (Workers workers = new Workers(3);
        Engine engine = new Engine(workers, product)) {
      assertThat(ProductCheck.run(engine)).hasSize(6).allMatch(Comparison::passed);
      assertThat(engine.description()).isNotBlank();
    }
  }

  @Test
  void productsOfBlasAreRight() {
    assertThatAllIsRight(new BlasProduct());
  }

  @Test
  void productsOfNd4jAreRight() {
    assertThatAllIsRight(new Nd4jProduct());
  }

  @Test
  void productsOfOpenGlAreRight() {
    try {
      ComputeContext.open().close();
    } catch (GlException e) {
      Prerequisite.missing(e.getMessage());
    }
    assertThatAllIsRight(GlProduct.open());
  }

  @Test
  void aWrongProductIsFoundOut() {
    MatrixProduct wrong =
        new MatrixProduct() {
          private final MatrixProduct right = new BlasProduct();

          @Override
          public void multiply(Operand a, Operand b, Operand c, boolean keeps, Block... blocks) {
            right.multiply(a, b, c, keeps, blocks);
            c.data()[c.offset() + c.length() / 2] += 1;
          }

          @Override
          public String description() {
            return "wrong";
          }
        };
    try (Workers workers = new Workers(1);
        Engine engine = new Engine(workers, wrong)) {
      assertThat(ProductCheck.run(engine)).noneMatch(Comparison::passed);
    }
  }
}
