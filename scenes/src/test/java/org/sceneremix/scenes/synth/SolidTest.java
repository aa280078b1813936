package org.sceneremix.scenes.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;

class SolidTest {

  private static final double[] GREY = {0.5, 0.5, 0.5};
  private static final Matrix3d TURN = new Matrix3d().rotateXYZ(0.3, 0.5, 0.7);
  private static final Vector3d CENTRE = new Vector3d(0.1, -0.2, 0.3);

  private static final List<Solid> SOLIDS =
      List.of(
          new RoundedBox(CENTRE, new Vector3d(0.3, 0.2, 0.1), 0.02, TURN, GREY),
          new Pebble(CENTRE, new Vector3d(0.3, 0.2, 0.1), TURN, GREY, GREY, 0),
          new Blade(CENTRE, new Vector3d(0.2, 0.3, 0.8), 0.05, 0.02, GREY, GREY),
          new Ground(0.5, 0.1, GREY, GREY, 3, 1));

  @Test
  void distancesAreZeroOnTheFacesOfABox() {
    Solid box = SOLIDS.get(0);
    Vector3d face = TURN.transform(new Vector3d(0.3, 0.05, 0.02)).add(CENTRE);
    assertThat(box.distance(face.x, face.y, face.z)).isCloseTo(0, within(1e-12));
    assertThat(box.distance(CENTRE.x, CENTRE.y, CENTRE.z)).isCloseTo(-0.1, within(1e-12));
  }

  @Test
  void distancesOfARoundPebbleAreThoseOfASphere() {
    Solid sphere = new Pebble(CENTRE, new Vector3d(0.2, 0.2, 0.2), TURN, GREY, GREY, 0);
    Vector3d p = new Vector3d(0.3, 0.4, -0.6).add(CENTRE);
    assertThat(sphere.distance(p.x, p.y, p.z))
        .isCloseTo(new Vector3d(0.3, 0.4, -0.6).length() - 0.2, within(1e-12));
  }

  @Test
  void nothingIsInsideOutsideTheBounds() {
    SplittableRandom random = new SplittableRandom(3);
    for (Solid solid : SOLIDS) {
      int inside = 0;
      for (int i = 0; i < 20_000; i++) {
        double x = random.nextDouble() * 2 - 1;
        double y = random.nextDouble() * 2 - 1;
        double z = random.nextDouble() * 2 - 1;
        if (solid.distance(x, y, z) < 0) {
          inside++;
          assertThat(solid.bounds().contains(x, y, z)).isTrue();
        }
      }
      assertThat(inside).isPositive();
    }
  }
}
