package org.sceneremix.gan.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;

/** Our networks are Deeplearning4j's: what we compute on their parameters is what it computes. */
class Deeplearning4jTest {

  private static final int DEPTH = 12;
  private static final int HEIGHT = 13;
  private static final int WIDTH = 14;

  private final SplittableRandom random = new SplittableRandom(4);

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private void assertRunsAlike(ConvolutionStack stack, int channels, int depth) throws IOException {
    Tensor input = stack.input(2, depth, HEIGHT, WIDTH);
    float[] x = noise(input.length());
    input.load(x, 0);
    float[] expected = stack.forward(input).toArray();

    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(stack.toDeeplearning4j(depth, HEIGHT, WIDTH), zip, true);
    ComputationGraph opened =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip.toByteArray()), true);
    INDArray in = Nd4j.createFromArray(x).reshape(2, depth, HEIGHT, WIDTH, channels);
    INDArray out = opened.outputSingle(in);
    assertThat(out.dup('c').reshape(out.length()).toFloatVector())
        .containsExactly(expected, within(1e-4f));
  }

  @Test
  void generatorIsOpenedAndRunByDeeplearning4j() throws IOException {
    Generator generator = new Generator(Engine.cpu(), 8);
    generator.initialise(random);
    assertRunsAlike(generator, Generator.INPUT_CHANNELS, DEPTH);
  }

  @Test
  void criticsAreOpenedAndRunByDeeplearning4j() throws IOException {
    Critic volumes = Critic.ofVolumes(Engine.cpu(), 8, 5);
    volumes.initialise(random);
    assertRunsAlike(volumes, 4, DEPTH);
    Critic pictures = Critic.ofPictures(Engine.cpu(), 8, 5);
    pictures.initialise(random);
    assertRunsAlike(pictures, 4, 1);
  }

  @Test
  void updaterStateGoesThroughTheFile() throws IOException {
    Critic critic = Critic.ofVolumes(Engine.cpu(), 4, 5);
    critic.initialise(random);
    for (int step = 0; step < 3; step++) {
      critic.parameters().gradient().load(noise(critic.parameters().count()), 0);
      critic.adamStep(1e-3, 0.5, 0.999);
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(critic.toDeeplearning4j(11, 11, 11), zip, true);
    Critic other = Critic.ofVolumes(Engine.cpu(), 4, 5);
    other.copyFrom(
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip.toByteArray()), true));
    assertThat(other.parameters().state()).isEqualTo(critic.parameters().state());
  }

  @Test
  void adamStepIsThatOfNd4j() {
    Critic critic = Critic.ofVolumes(Engine.cpu(), 4, 5);
    critic.initialise(random);
    int n = critic.parameters().count();
    INDArray expected = Nd4j.createFromArray(critic.parameters().values());
    AdamUpdater updater = new AdamUpdater(new Adam(1e-3, 0.5, 0.999, Parameters.EPSILON));
    updater.setStateViewArray(Nd4j.zeros(1, 2 * n), new long[] {1, n}, 'c', true);
    for (int step = 0; step < 4; step++) {
      float[] gradient = noise(n);
      critic.parameters().gradient().load(gradient, 0);
      critic.adamStep(1e-3, 0.5, 0.999);
      INDArray update = Nd4j.createFromArray(gradient).reshape(1, n);
      updater.applyUpdater(update, step, 0);
      expected.subi(update.reshape(n));
    }
    float[] values = critic.parameters().values();
    float worst = 0;
    for (int i = 0; i < n; i++) {
      worst = Math.max(worst, Math.abs(values[i] - expected.getFloat(i)));
    }
    assertThat(worst).isLessThan(5e-6f);
  }

  @Test
  void networkWithOtherLayersIsRefused() {
    ComputationGraph two =
        new ConvolutionStack(Engine.cpu(), 3, false, 4, 8, 1).toDeeplearning4j(11, 11, 11);
    assertThatThrownBy(() -> Critic.ofVolumes(Engine.cpu(), 8, 5).copyFrom(two))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
