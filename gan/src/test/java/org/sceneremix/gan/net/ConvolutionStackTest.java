package org.sceneremix.gan.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.work.Workers;

class ConvolutionStackTest {

  private static final Maps INPUT = new Maps(2, 9, 8, 3, ConvolutionTest.random(2 * 9 * 8 * 3, 5));

  private static ConvolutionStack stack(boolean normalised) {
    return ConvolutionStack.of("s", 3, 8, 4, 3, normalised, new SplittableRandom(3));
  }

  private static double loss(ConvolutionStack stack, Engine engine, Maps input, float[] weights) {
    return ConvolutionTest.dot(stack.train(engine, input).output().data(), weights);
  }

  @Test
  void gradientsMatchFiniteDifferences() {
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      for (boolean normalised : new boolean[] {false, true}) {
        ConvolutionStack stack = stack(normalised);
        ConvolutionStack.Pass pass = stack.train(engine, INPUT);
        float[] weights = ConvolutionTest.random(pass.output().data().length, 7);
        stack.clearGradients();
        Maps ofInput = pass.backward(pass.output().with(weights), true);
        for (Parameter parameter : stack.parameters()) {
          FiniteDifferences.check(
              parameter.name(),
              parameter.values(),
              parameter.gradient(),
              1e-3,
              () -> loss(stack, engine, INPUT, weights));
        }
        FiniteDifferences.check(
            "input", INPUT.data(), ofInput.data(), 1e-3, () -> loss(stack, engine, INPUT, weights));
      }
    }
  }

  @Test
  void penaltyGradientMatchesFiniteDifferences() {
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      ConvolutionStack stack = stack(false);
      ConvolutionStack.Pass pass = stack.train(engine, INPUT);
      Maps score = pass.output().with(ConvolutionTest.random(pass.output().data().length, 8));
      Maps slope = pass.inputGradient(score);
      stack.clearGradients();
      // the penalty is half the square of the slope
      pass.addPenaltyGradient(slope);
      for (Parameter parameter : stack.parameters()) {
        FiniteDifferences.check(
            parameter.name(),
            parameter.values(),
            parameter.gradient(),
            1e-4,
            () -> {
              float[] again = stack.train(engine, INPUT).inputGradient(score).data();
              return ConvolutionTest.dot(again, again) / 2;
            });
      }
    }
  }

  @Test
  void samplingIsTrainingWhenStatisticsAreThoseOfTheBatch() {
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      ConvolutionStack stack = stack(true);
      Maps trained = null;
      for (int i = 0; i < 300; i++) {
        trained = stack.train(engine, INPUT).output();
      }
      Maps sampled = stack.apply(engine, INPUT);
      for (int i = 0; i < trained.data().length; i++) {
        assertEquals(trained.data()[i], sampled.data()[i], 0.1);
      }
    }
  }

  @Test
  void normalisedStacksHaveNoExactPenalty() {
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      ConvolutionStack.Pass pass = stack(true).train(engine, INPUT);
      assertThrows(IllegalStateException.class, () -> pass.inputGradient(pass.output()));
    }
  }
}
