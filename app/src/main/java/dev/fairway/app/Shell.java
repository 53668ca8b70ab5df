package dev.fairway.app;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command gets from the shell that started it: streams, environment and folders. Commands
/// ask it instead of the process, so that they can be run in one with others.
///
/// @param colours whether a person reads the output
/// @param folder where relative paths that are not options begin
/// @param home the user's folder
record Shell(
    PrintStream out,
    PrintStream err,
    boolean colours,
    Map<String, String> environment,
    Path folder,
    Path home) {

  static Shell ofProcess() {
    boolean person = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Shell(
        System.out,
        System.err,
        person && System.getenv("NO_COLOR") == null,
        System.getenv(),
        Path.of(""),
        Path.of(System.getProperty("user.home")));
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  Terminal terminal() {
    return new Terminal(out, err, colours, false);
  }

  /// One that leaves out the progress.
  Terminal quietTerminal() {
    return new Terminal(out, err, colours, true);
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true, out.charset());
  }

  PrintWriter errWriter() {
    return new PrintWriter(err, true, err.charset());
  }
}
