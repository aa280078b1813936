package org.sceneremix.scenes.check;

/**
 * Mean of the differences of pairs of numbers, and how sure it is.
 *
 * @param mean of second minus first
 * @param error standard error of the mean
 */
record PairedMean(double mean, double error) {

  /** Mean difference of the pairs whose numbers are both known (not NaN). */
  static PairedMean of(double[] first, double[] second) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = second[i] - first[i];
      if (!Double.isNaN(difference)) {
        sum += difference;
        squares += difference * difference;
        count++;
      }
    }
    double mean = sum / count;
    return new PairedMean(mean, Math.sqrt(Math.max(0, squares / count - mean * mean) / count));
  }

  /** Distance of the mean from 0, in standard errors. */
  double sigmas() {
    return mean / Math.max(error, 1e-12);
  }
}
