package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.sceneremix.renderer.gl.GlException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns every failure into one sentence on the error stream and an exit status. The stack trace is
 * added only where {@code -v} asks for it.
 */
final class ErrorSentences implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** Exit status after Ctrl-C: 128 + SIGINT, as shells have it. */
  static final int STOPPED = 130;

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    boolean isVerb = e instanceof UnmatchedArgumentException && command.getParent() == null;
    err.println(
        "remix: "
            + oneLine(
                isVerb
                    ? "there is no verb '"
                        + ((UnmatchedArgumentException) e).getUnmatched().get(0)
                        + "'"
                    : e.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return explain(e, command);
  }

  /** Runs the verb; errors that picocli lets pass, such as too little memory, are explained too. */
  int runAndExplainErrors(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError | AssertionError e) {
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      return explain(e, last.commandSpec().commandLine());
    }
  }

  private static int explain(Throwable thrown, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("remix: " + sentence(thrown));
    if (ConsoleOptions.isVerbose(command)) {
      thrown.printStackTrace(err);
    }
    return causeOf(thrown, CancellationException.class) == null ? ExitCode.SOFTWARE : STOPPED;
  }

  /** Explanation of an error, in one line. */
  static String sentence(Throwable thrown) {
    if (causeOf(thrown, OutOfMemoryError.class) != null) {
      return String.format(
          Locale.ROOT,
          "the memory does not suffice (%d MiB of heap); choose a lower resolution or a smaller"
              + " size, or a machine with more memory",
          Runtime.getRuntime().maxMemory() >> 20);
    }
    Throwable e = unwrapped(thrown);
    if (e instanceof IOException io) {
      return oneLine(ioSentence(io));
    }
    String message = e.getMessage();
    if (e instanceof InvalidPathException) {
      return "this is not a file name: " + oneLine(message);
    }
    if (e instanceof CancellationException) {
      return message == null ? "stopped" : oneLine(message);
    }
    if (e instanceof GlException) {
      return oneLine(message);
    }
    if (e instanceof IllegalArgumentException
        && !(e instanceof NumberFormatException)
        && message != null) {
      return oneLine(message);
    }
    return oneLine(
        "this is an error in SceneRemix itself ("
            + e.getClass().getSimpleName()
            + (message == null ? "" : ": " + message)
            + "); please report it with what the same command prints under -v");
  }

  /** Messages of the file system's exceptions are often a bare path. */
  private static String ioSentence(IOException e) {
    String message = e.getMessage();
    if (e instanceof FileSystemException file) {
      String path = file.getFile();
      if (file.getReason() != null) {
        return path + ": " + file.getReason();
      }
      if (e instanceof NoSuchFileException) {
        return "there is no file or folder " + path;
      }
      if (e instanceof AccessDeniedException) {
        return "no permission to read or write " + path;
      }
      if (e instanceof FileAlreadyExistsException) {
        return path + " is in the way; move it away or choose another name";
      }
      if (e instanceof NotDirectoryException) {
        return path + " is not a folder";
      }
      if (e instanceof DirectoryNotEmptyException) {
        return "the folder " + path + " is not empty; choose another";
      }
      return "cannot use " + path;
    }
    if (e instanceof FileNotFoundException) {
      return "cannot open " + message;
    }
    if (e instanceof JsonProcessingException json) {
      return "JSON is expected here: " + json.getOriginalMessage();
    }
    if (e instanceof CharacterCodingException || e instanceof CharConversionException) {
      return "a file that should hold text does not; it is damaged or another file is meant";
    }
    if (e instanceof EOFException) {
      return message == null ? "a file ends too early; it is cut off or not complete" : message;
    }
    return message == null ? "reading or writing failed: " + e.getClass().getSimpleName() : message;
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable e = thrown;
    while (e.getCause() != null
        && (e instanceof UncheckedIOException
            || e instanceof CompletionException
            || e instanceof java.util.concurrent.ExecutionException)) {
      e = e.getCause();
    }
    return e;
  }

  private static <T extends Throwable> T causeOf(Throwable thrown, Class<T> type) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
    }
    return null;
  }

  private static String oneLine(String message) {
    return message == null ? "" : Printable.of(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
