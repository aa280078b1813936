package org.sceneremix.gan.exemplar;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of k values, a stride apart, beginning at every place of a row:
 *
 * <pre>
 *   out[i] = in[i] + in[i + stride] + ... + in[i + (k - 1) stride]
 * </pre>
 *
 * <p>Sums of k are made of sums of k / 2, two of them and for an odd k one value more, in about
 * log2(k) passes over the row that the compiler turns into vector instructions. A running sum would
 * need fewer additions, but one after the other.
 */
final class BoxSum {

  private final int k;

  /** Lengths of the partial sums, from 2 or 3 to k. */
  private final int[] lengths;

  private final int[][] partial;

  /**
   * @param longest the longest row to be summed, with what the last sums reach to
   */
  BoxSum(int k, int longest) {
    this.k = k;
    List<Integer> chain = new ArrayList<>();
    for (int length = k; length > 1; length /= 2) {
      chain.add(0, length);
    }
    this.lengths = chain.stream().mapToInt(Integer::intValue).toArray();
    this.partial = new int[Math.max(0, lengths.length - 1)][longest];
  }

  /**
   * Writes sums to {@code out[0]} to {@code out[n - 1]}; reads {@code n + (k - 1) stride} values.
   */
  void apply(int[] in, int stride, int[] out, int n) {
    if (k == 1) {
      System.arraycopy(in, 0, out, 0, n);
      return;
    }
    int[] half = in;
    for (int step = 0; step < lengths.length; step++) {
      boolean last = step == lengths.length - 1;
      int length = lengths[step];
      int[] sums = last ? out : partial[step];
      int count = n + (k - length) * stride;
      int second = length / 2 * stride;
      if (length % 2 == 0) {
        sumOfTwo(half, second, sums, count);
      } else if (step == 0) {
        sumOfThree(in, stride, sums, count);
      } else {
        sumOfTwoAndOne(half, second, in, 2 * second, sums, count);
      }
      half = sums;
    }
  }

  // Each loop is a method of its own, so that it is compiled for itself.

  private static void sumOfTwo(int[] in, int second, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = in[i] + in[i + second];
    }
  }

  private static void sumOfThree(int[] in, int stride, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = in[i] + in[i + stride] + in[i + 2 * stride];
    }
  }

  private static void sumOfTwoAndOne(
      int[] half, int second, int[] one, int third, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = half[i] + half[i + second] + one[i + third];
    }
  }
}
