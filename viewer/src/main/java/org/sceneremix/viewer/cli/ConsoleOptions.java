package org.sceneremix.viewer.cli;

import java.io.PrintWriter;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options for how much a verb says while it works. Results go to the output stream, all else to the
 * other.
 */
final class ConsoleOptions {

  /** Name of this mixin in every verb that has it. */
  static final String MIXIN = "console";

  /** Width of the terminal, set by the launcher where the error stream is one. */
  private static final String COLUMNS_PROPERTY = "remix.columns";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but errors and results.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more; on failure, show where it arose.")
  private boolean verbose;

  /** Whether the command was called with {@code -v}. */
  static boolean isVerbose(CommandLine command) {
    return command.getMixins().get(MIXIN) instanceof ConsoleOptions options && options.verbose;
  }

  /** Prints a line of the result, such as figures. */
  void result(String line) {
    out().println(line);
  }

  /** Prints a line on what was done, for people, unless they want quiet. */
  void say(String line) {
    if (!quiet) {
      out().println(Printable.of(line));
    }
  }

  /** Something that the user should know although the work goes on. */
  void warn(String line) {
    if (!quiet) {
      spec.commandLine().getErr().println("remix: " + Printable.of(line));
    }
  }

  /** A remark that only {@code -v} shows. */
  void detail(String line) {
    if (verbose) {
      spec.commandLine().getErr().println(Printable.of(line));
    }
  }

  /** Whether the user wants the command to end. */
  boolean cancelled() {
    return ((RemixCommand) spec.root().userObject()).cancellation().requested();
  }

  /** Progress of a piece of work; to be closed when it is done. */
  TaskProgress progress(String task) {
    Cancellation cancellation = ((RemixCommand) spec.root().userObject()).cancellation();
    PrintWriter err = spec.commandLine().getErr();
    if (quiet) {
      return TaskProgress.silent(cancellation);
    }
    OptionalInt columns = columns();
    return columns.isPresent()
        ? TaskProgress.bar(task, err, columns.getAsInt(), cancellation)
        : TaskProgress.lines(task, err, cancellation);
  }

  /** Characters of a line of the terminal, if the error stream is one. */
  static OptionalInt columns() {
    int columns = Integer.getInteger(COLUMNS_PROPERTY, 0);
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }

  /** The stream of results. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** A failure of usage that only the verb itself can see. */
  ParameterException usageError(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
