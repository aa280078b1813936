package org.sceneremix.viewer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.sceneremix.scenes.progress.Pace;
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

  /** A bar, for terminals of so many columns. */
  static TaskProgress bar(String task, PrintWriter err, int columns, Cancellation cancellation) {
    return new Bar(task, err, columns, cancellation);
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

  /** Progress that knows the time taken and estimates the time left. */
  private abstract static class Timed extends TaskProgress {

    private final long nanosBetweenReports;
    private final Pace pace = new Pace();
    private long lastReport;
    private double fraction;

    /**
     * @param firstReport nanoseconds until the first report
     */
    Timed(Cancellation cancellation, long firstReport, long nanosBetweenReports) {
      super(cancellation);
      this.nanosBetweenReports = nanosBetweenReports;
      this.lastReport = System.nanoTime() + firstReport - nanosBetweenReports;
    }

    @Override
    public final void at(double newFraction, String message) {
      fraction = newFraction;
      pace.at(fraction);
      long now = System.nanoTime();
      if (now - lastReport >= nanosBetweenReports) {
        lastReport = now;
        report(fraction, message);
      }
    }

    abstract void report(double fraction, String message);

    /** Time taken and time left; the latter only once there is something to go by. */
    final String times() {
      String taken = String.format(Locale.ROOT, "%.0f s", pace.seconds());
      OptionalDouble left = pace.secondsLeft();
      return left.isPresent()
          ? taken + String.format(Locale.ROOT, ", about %.0f s left", left.getAsDouble())
          : taken;
    }

    /** End of the task in words, with the time taken. */
    final String ending() {
      return String.format(
          Locale.ROOT,
          "%s after %.0f s",
          fraction >= 1 ? "done" : String.format(Locale.ROOT, "ended at %.0f %%", 100 * fraction),
          pace.seconds());
    }
  }

  private static final class Bar extends Timed {

    private static final int LENGTH = 24;

    /** Back to the start of the line, and clear it. */
    private static final String ANEW = "\r\033[K";

    private final String task;
    private final PrintWriter err;
    private final int columns;

    Bar(String task, PrintWriter err, int columns, Cancellation cancellation) {
      super(cancellation, 0, 100_000_000L);
      this.task = task;
      this.err = err;
      this.columns = columns;
    }

    @Override
    void report(double fraction, String message) {
      int full = (int) Math.round(LENGTH * Math.max(0, Math.min(1, fraction)));
      String line =
          String.format(
              Locale.ROOT,
              "%s [%s%s] %3.0f %%  %s  %s",
              task,
              "=".repeat(full),
              " ".repeat(LENGTH - full),
              100 * fraction,
              times(),
              Printable.of(message));
      // a line that wraps could not be replaced by the next one
      err.print(ANEW + line.substring(0, Math.min(line.length(), columns - 1)));
      err.flush();
    }

    @Override
    public void close() {
      err.println(ANEW + task + ": " + ending());
    }
  }

  private static final class Lines extends Timed {

    private static final long INTERVAL = 5_000_000_000L;

    private final String task;
    private final PrintWriter err;

    Lines(String task, PrintWriter err, Cancellation cancellation) {
      super(cancellation, INTERVAL, INTERVAL);
      this.task = task;
      this.err = err;
    }

    @Override
    void report(double fraction, String message) {
      err.println(
          Printable.of(
              String.format(
                  Locale.ROOT, "%s: %.0f %%, %s: %s", task, 100 * fraction, times(), message)));
    }

    @Override
    public void close() {
      err.println(task + ": " + ending());
    }
  }
}
