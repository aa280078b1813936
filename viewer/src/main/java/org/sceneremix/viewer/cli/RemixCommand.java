package org.sceneremix.viewer.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
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
      "130:stopped by Ctrl-C"
    },
    subcommands = {
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
      GenerateCompletion.class
    })
public final class RemixCommand implements Runnable {

  private final Cancellation cancellation;

  @Spec private CommandSpec spec;

  private RemixCommand(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /**
   * The command as picocli runs it.
   *
   * @param cancellation asked by long work whether it shall stop
   */
  static CommandLine commandLine(Cancellation cancellation) {
    CommandLine commandLine = new CommandLine(new RemixCommand(cancellation));
    Numbers.register(commandLine);
    ErrorSentences errors = new ErrorSentences();
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(errors::runAndExplainErrors);
    commandLine
        .getSubcommands()
        .get("generate-completion")
        .getCommandSpec()
        .usageMessage()
        .hidden(false);
    return commandLine;
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
   * @return the exit status; that of a failure also where not all of the output could be written
   */
  static int execute(CommandLine commandLine, String... arguments) {
    int status = commandLine.execute(verbFirst(arguments));
    if (commandLine.getOut().checkError() && status == ExitCode.OK) {
      commandLine
          .getErr()
          .println("remix: not all of the output could be written; is the disk full?");
      return ExitCode.SOFTWARE;
    }
    return status;
  }

  public static void main(String[] arguments) {
    Cancellation cancellation = new Cancellation();
    cancellation.onInterrupt();
    int status = ExitCode.SOFTWARE;
    try {
      CommandLine commandLine = commandLine(cancellation);
      commandLine.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
      commandLine.setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
      status = execute(commandLine, arguments);
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
