package org.sceneremix.viewer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One call of the command inside this JVM.
 *
 * @param status exit status
 * @param out what went to the output stream
 * @param err what went to the error stream
 */
record CommandRun(int status, String out, String err) {

  static CommandRun of(String... arguments) {
    return of(new Cancellation(), arguments);
  }

  static CommandRun of(Cancellation cancellation, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = RemixCommand.commandLine(cancellation, arguments);
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    int status = RemixCommand.execute(commandLine, false, arguments);
    return new CommandRun(status, out.toString(), err.toString());
  }
}
