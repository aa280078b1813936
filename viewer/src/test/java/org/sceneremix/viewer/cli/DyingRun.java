package org.sceneremix.viewer.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call of the command in a process that is killed (SIGKILL) just before one of its operations on
 * files: opening, writing, bringing to the disk, renaming, deleting. A debugger counts them.
 */
final class DyingRun {

  private static final Map<String, Set<String>> OPERATIONS =
      Map.of(
          "java.nio.file.Files",
          Set.of("move", "delete", "deleteIfExists", "createDirectory"),
          "sun.nio.ch.FileChannelImpl",
          Set.of("open", "write", "force", "truncate"));

  private DyingRun() {}

  /**
   * Runs it.
   *
   * @param last the operation before which it dies, from 1 on; 0: it lives
   * @return how many operations there were
   */
  static int of(int last, String... arguments) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> launch = connector.defaultArguments();
    launch.get("main").setValue(RemixCommand.class.getName() + " " + String.join(" ", arguments));
    // of little work: what is quick to start is quick
    launch
        .get("options")
        .setValue(
            "-Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \""
                + System.getProperty("java.class.path")
                + "\"");
    VirtualMachine machine = connector.launch(launch);
    Process process = machine.process();
    drain(process.getInputStream());
    drain(process.getErrorStream());
    OPERATIONS.keySet().forEach(name -> watch(machine, name));
    int done = 0;
    try {
      while (true) {
        EventSet events = machine.eventQueue().remove();
        for (Event event : events) {
          if (event instanceof ClassPrepareEvent prepared) {
            stopAtOperations(machine, prepared.referenceType());
          } else if (event instanceof BreakpointEvent && ++done == last) {
            process.destroyForcibly().waitFor();
            return done;
          }
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      // it has ended
      process.waitFor();
      return done;
    }
  }

  private static void watch(VirtualMachine machine, String name) {
    List<ReferenceType> loaded = machine.classesByName(name);
    if (loaded.isEmpty()) {
      ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter(name);
      request.enable();
    } else {
      loaded.forEach(type -> stopAtOperations(machine, type));
    }
  }

  private static void stopAtOperations(VirtualMachine machine, ReferenceType type) {
    for (Method method : type.methods()) {
      if (OPERATIONS.get(type.name()).contains(method.name()) && method.location() != null) {
        EventRequest request =
            machine.eventRequestManager().createBreakpointRequest(method.location());
        request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        request.enable();
      }
    }
  }

  private static void drain(InputStream stream) {
    Thread thread =
        new Thread(
            () -> {
              try (stream) {
                stream.transferTo(System.err);
              } catch (IOException e) {
                // the process is dead
              }
            },
            "drain");
    thread.setDaemon(true);
    thread.start();
  }
}
