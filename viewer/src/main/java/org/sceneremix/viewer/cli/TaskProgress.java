package org.sceneremix.viewer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sceneremix.scenes.progress.Progress;

/**
 * Shows the progress of one piece of work on the error stream: a bar with an estimate on a
 * terminal, plain lines elsewhere.
 */
abstract class TaskProgress implements Progress, AutoCloseable {

  private final Cancellation cancellation;

  private TaskProgress(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  @Override
  public boolean cancelled() {
    return cancellation.requested();
  }

  /**
   * For work that leaves nothing to resume.
   *
   * @throws CancellationException if the work shall stop
   */
  void stopIfCancelled() {
    if (cancelled()) {
      throw new CancellationException("stopped");
    }
  }

  @Override
  public abstract void close();

  /** A bar, for terminals. */
  static TaskProgress bar(String task, Cancellation cancellation) {
    return new Bar(task, cancellation);
  }

  /** A line every few seconds, for logs. */
  static TaskProgress lines(String task, PrintWriter err, Cancellation cancellation) {
    return new Lines(task, err, cancellation);
  }

  /** Shows nothing. */
  static TaskProgress silent(Cancellation cancellation) {
    return new TaskProgress(cancellation) {
      @Override
      public void at(double fraction, String message) {}

      @Override
      public void close() {}
    };
  }

  private static final class Bar extends TaskProgress {

    private static final int STEPS = 1000;

    private final ProgressBar bar;

    Bar(String task, Cancellation cancellation) {
      super(cancellation);
      bar =
          ProgressBar.builder()
              .setTaskName(task)
              .setInitialMax(STEPS)
              .setUnit(" %", STEPS / 100)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
    }

    @Override
    public void at(double fraction, String message) {
      bar.stepTo(Math.round(fraction * STEPS));
      bar.setExtraMessage(message);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines extends TaskProgress {

    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    private final String task;
    private final PrintWriter err;
    private final long begin = System.nanoTime();
    private long lastLine = begin;
    private double lastFraction;

    Lines(String task, PrintWriter err, Cancellation cancellation) {
      super(cancellation);
      this.task = task;
      this.err = err;
    }

    @Override
    public void at(double fraction, String message) {
      lastFraction = fraction;
      long now = System.nanoTime();
      if (now - lastLine >= NANOS_BETWEEN_LINES) {
        lastLine = now;
        double seconds = (now - begin) * 1e-9;
        String left =
            fraction > 0.01
                ? String.format(
                    Locale.ROOT, ", about %.0f s left", seconds * (1 - fraction) / fraction)
                : "";
        err.printf(
            Locale.ROOT,
            "%s: %.0f %%, %.0f s%s: %s%n",
            task,
            100 * fraction,
            seconds,
            left,
            message);
      }
    }

    @Override
    public void close() {
      err.printf(
          Locale.ROOT,
          "%s: %s after %.0f s%n",
          task,
          lastFraction >= 1
              ? "done"
              : String.format(Locale.ROOT, "ended at %.0f %%", 100 * lastFraction),
          (System.nanoTime() - begin) * 1e-9);
    }
  }
}
