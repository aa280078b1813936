package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Notices to the user: remarks and errors. */
public final class Notices {

  private final Function<Throwable, String> explain;
  private final List<Notice> all = new ArrayList<>();

  /**
   * @param explain what to say of something that went wrong, one sentence
   */
  Notices(Function<Throwable, String> explain) {
    this.explain = Objects.requireNonNull(explain, "explain");
  }

  /** Notices that were not dismissed, oldest first. */
  public List<Notice> all() {
    return List.copyOf(all);
  }

  /** Tells the user something. */
  public void say(String text) {
    all.add(new Notice(text, false, System.nanoTime()));
  }

  /** Tells the user what went wrong. */
  public void fail(Throwable thrown) {
    String sentence = sentence(thrown);
    String text = Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    all.add(new Notice(text, true, System.nanoTime()));
  }

  /** Explanation of an error, in one sentence. */
  public String sentence(Throwable thrown) {
    String sentence = explain.apply(thrown);
    return sentence == null || sentence.isEmpty() ? thrown.getClass().getSimpleName() : sentence;
  }

  public void dismiss(Notice notice) {
    all.remove(notice);
  }
}
