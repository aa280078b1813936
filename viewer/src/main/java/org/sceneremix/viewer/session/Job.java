package org.sceneremix.viewer.session;

import java.util.OptionalDouble;
import org.sceneremix.scenes.progress.Pace;
import org.sceneremix.scenes.progress.Progress;

/** A piece of work in the background. Safe for use by all threads. */
public final class Job implements Progress {

  private final String title;
  private final Jobs.Lane lane;
  private final Pace pace = new Pace();
  private volatile double fraction;
  private volatile String message = "waiting";
  private volatile boolean cancelled;
  private volatile boolean ended;

  Job(String title, Jobs.Lane lane) {
    this.title = title;
    this.lane = lane;
  }

  Jobs.Lane lane() {
    return lane;
  }

  /** Title of the work, for people. */
  public String title() {
    return title;
  }

  /** Share that is done, in [0, 1]. */
  public double fraction() {
    return fraction;
  }

  /** Time until the end, seconds, as far as there is something to go by. */
  public OptionalDouble secondsLeft() {
    return pace.secondsLeft();
  }

  /** Latest message of the work, for people. */
  public String message() {
    return message;
  }

  /** Asks the work to end; what it would have made is dropped, but for what it can go on from. */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  /** Whether the work is over, in whatever way. */
  public boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }

  @Override
  public void at(double newFraction, String newMessage) {
    fraction = newFraction;
    pace.at(newFraction);
    message = newMessage;
  }
}
