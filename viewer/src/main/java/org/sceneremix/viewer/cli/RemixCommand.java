package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.viewer.program.Program;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code remix} command: one verb a step of the way from photographs to new scenes. */
@Command(
    name = "remix",
    description = "Learns one self-similar 3D scene from posed photographs and makes new scenes.",
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:done",
      " 1:could not be done; one sentence on the error stream says why",
      " 2:wrong usage",
      "130:stopped by Ctrl-C",
      "141:not all of the output was read"
    })
public final class RemixCommand implements Runnable {

  /** In the order of the help. */
  private static final List<Class<?>> VERBS =
      List.of(
          DemoCommand.class,
          SynthCommand.class,
          FramesCommand.class,
          PosesCommand.class,
          CheckCommand.class,
          FitCommand.class,
          TrainCommand.class,
          SampleCommand.class,
          EditCommand.class,
          RenderCommand.class,
          EvalCommand.class,
          ViewCommand.class,
          ExportCommand.class,
          DatasetCommand.class,
          BenchCommand.class,
          InfoCommand.class,
          DoctorCommand.class,
          HelpCommand.class,
          GenerateCompletion.class);

  private static final String COMPLETION = "generate-completion";

  /** Characters of a line of help where there is no terminal. */
  private static final int HELP_WIDTH = 80;

  /** The same at least; picocli writes no narrower help. */
  private static final int NARROWEST_HELP = 55;

  /** Exit status where the reader of the output has gone: 128 + SIGPIPE, as shells have it. */
  static final int OUTPUT_CLOSED = 141;

  private static final int FILE_TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;

  private final Cancellation cancellation;

  @Spec private CommandSpec spec;

  private RemixCommand(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /**
   * The command as picocli runs it. Making all verbs takes longer than many a verb itself, so the
   * one that a call begins with is alone, and others that are not called have no options.
   *
   * @param cancellation asked by long work whether it shall stop
   * @param arguments of the call
   */
  static CommandLine commandLine(Cancellation cancellation, String... arguments) {
    CommandLine commandLine = new CommandLine(new RemixCommand(cancellation));
    List<String> words = List.of(verbFirst(arguments));
    // a file of arguments may name any verb, and completion knows all
    boolean anyVerb =
        words.contains(COMPLETION) || words.stream().anyMatch(word -> word.startsWith("@"));
    boolean verbFirst = !anyVerb && !words.isEmpty() && isVerb(words.get(0));
    for (Class<?> verb : VERBS) {
      Command described = verb.getAnnotation(Command.class);
      boolean isCalled = anyVerb || words.contains(described.name());
      if (!verbFirst || described.name().equals(words.get(0))) {
        commandLine.addSubcommand(described.name(), isCalled ? verb : outline(described));
      }
    }
    Numbers.register(commandLine);
    ErrorSentences errors = new ErrorSentences();
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.max(NARROWEST_HELP, ConsoleOptions.columns().orElse(HELP_WIDTH)))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(errors::runAndExplainErrors);
    if (!verbFirst) {
      commandLine.getSubcommands().get(COMPLETION).getCommandSpec().usageMessage().hidden(false);
    }
    return commandLine;
  }

  /** Whether a word is a verb that knows nothing of the others. */
  private static boolean isVerb(String word) {
    return VERBS.stream()
        .filter(verb -> verb != HelpCommand.class && verb != GenerateCompletion.class)
        .anyMatch(verb -> verb.getAnnotation(Command.class).name().equals(word));
  }

  /** Entry of a verb in the list of verbs: header and description. */
  private static CommandSpec outline(Command verb) {
    CommandSpec outline = CommandSpec.create();
    outline.usageMessage().header(verb.header()).description(verb.description());
    return outline;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  /** {@code --backend WHERE VERB ...} is {@code VERB --backend WHERE ...}. */
  static String[] verbFirst(String... arguments) {
    int option =
        arguments.length == 0
            ? 0
            : arguments[0].equals("--backend") ? 2 : arguments[0].startsWith("--backend=") ? 1 : 0;
    String[] ordered = arguments.clone();
    if (option > 0 && arguments.length > option) {
      ordered[0] = arguments[option];
      System.arraycopy(arguments, 0, ordered, 1, option);
    }
    return ordered;
  }

  /**
   * Runs a verb.
   *
   * @param piped whether another program reads the output; it may end before this one, as {@code
   *     head} does, and nothing is said of that
   * @return the exit status; that of a failure also where not all of the output could be written
   */
  static int execute(CommandLine commandLine, boolean piped, String... arguments) {
    int status = commandLine.execute(verbFirst(arguments));
    if (commandLine.getOut().checkError() && status == ExitCode.OK) {
      if (piped) {
        return OUTPUT_CLOSED;
      }
      commandLine
          .getErr()
          .println("remix: not all of the output could be written; is the disk full?");
      return ExitCode.SOFTWARE;
    }
    return status;
  }

  /** Whether the output stream is a pipe or a socket. */
  private static boolean outputIsPiped() {
    try {
      int mode = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
      return (mode & FILE_TYPE) == FIFO || (mode & FILE_TYPE) == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // no such file, as on Windows
      return false;
    }
  }

  public static void main(String[] arguments) {
    Cancellation cancellation = new Cancellation();
    cancellation.onInterrupt();
    int status = ExitCode.SOFTWARE;
    try {
      CommandLine commandLine = commandLine(cancellation, arguments);
      commandLine.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
      commandLine.setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
      status = execute(commandLine, outputIsPiped(), arguments);
      ErrorFilter.drain();
    } catch (RuntimeException | Error e) {
      // before or after the verb: not even what says it better can be loaded
      System.err.println(
          "remix: the program could not be loaded ("
              + e
              + "); are there too few files that a process may open (ulimit -n)?");
    } finally {
      cancellation.workHasEnded();
    }
    System.exit(status);
  }
}
