package org.sceneremix.gan.critic;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.gan.net.ConvolutionStack;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.gan.net.Network;
import org.sceneremix.gan.net.Parameter;

/**
 * A critic of scenes or of pictures: convolutions without normalisation that give a score to every
 * window of what is judged, so that samples do not depend on each other and the penalty on its
 * slope is exact (Gulrajani et al. 2017, section 4).
 */
public final class Critic implements Network {

  private static final int LAYERS = 4;

  private final ConvolutionStack stack;
  private final View view;

  /** View that a critic has of what it judges; linear, up to a constant. */
  interface View {
    /** Gives the input of the network. */
    Maps of(Maps judged);

    /** The adjoint of the linear part of {@link #of}: a gradient with respect to what is judged. */
    Maps adjoint(Maps gradient, Maps judged);

    /** The linear part of {@link #of}. */
    Maps tangent(Maps direction);
  }

  private Critic(String name, int in, int width, View view, SplittableRandom random) {
    this.stack = ConvolutionStack.of(name, in, width, 1, LAYERS, false, random);
    this.view = view;
  }

  /**
   * A critic of columns as {@link org.sceneremix.gan.net.Columns#seen} gives them. It sees all
   * heights at once, or windows of two slabs that share their weights and know their height.
   *
   * @param depth heights
   * @param slab heights of a slab
   * @param width channels of hidden layers
   */
  public static Critic ofColumns(int depth, int slab, int width, SplittableRandom random) {
    ColumnView view = new ColumnView(depth, slab);
    return new Critic("columns", view.channels(), width, view, random);
  }

  /** A critic of small pictures with so many channels. */
  public static Critic ofPictures(int channels, int width, SplittableRandom random) {
    View all =
        new View() {
          @Override
          public Maps of(Maps judged) {
            return judged;
          }

          @Override
          public Maps adjoint(Maps gradient, Maps judged) {
            return gradient;
          }

          @Override
          public Maps tangent(Maps direction) {
            return direction;
          }
        };
    return new Critic("pictures", channels, width, all, random);
  }

  @Override
  public List<Parameter> parameters() {
    return stack.parameters();
  }

  /** Judges. */
  Judgement judge(Engine engine, Maps judged) {
    return new Judgement(engine, judged);
  }

  /** The scores of something, and what gradients need. */
  final class Judgement {
    private final Maps judged;
    private final ConvolutionStack.Pass pass;

    private Judgement(Engine engine, Maps judged) {
      this.judged = judged;
      this.pass = stack.train(engine, view.of(judged));
    }

    /** A score for every window. */
    float[] scores() {
      return pass.output().data();
    }

    /** Adds the gradients of the critic's parameters. */
    void backward(float[] ofScores) {
      pass.backward(pass.output().with(ofScores), false);
    }

    /** The gradient with respect to what is judged. */
    Maps gradient(float[] ofScores) {
      return view.adjoint(pass.inputGradient(pass.output().with(ofScores)), judged);
    }

    /** The gradient of the sum of all scores with respect to what is judged. */
    Maps slope() {
      float[] ones = new float[scores().length];
      Arrays.fill(ones, 1);
      return gradient(ones);
    }

    /** Adds the gradients of {@code <direction, slope>} for the slope that was asked for last. */
    void addPenaltyGradient(Maps direction) {
      pass.addPenaltyGradient(view.tangent(direction));
    }
  }
}
