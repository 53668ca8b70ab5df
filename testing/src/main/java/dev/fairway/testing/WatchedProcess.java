package dev.fairway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that ends with this JVM, however the JVM ends: a shell holds the read end of a pipe
/// and kills the program when the pipe breaks.
public final class WatchedProcess implements AutoCloseable {
  private static final String WATCH =
      "\"$@\" </dev/null & program=$!; cat >/dev/null; kill -9 $program 2>/dev/null; wait $program";
  private static final int TAIL_CHARS = 2000;

  private final Path program;
  private final Path log;
  private final Process shell;

  private WatchedProcess(Path program, Path log, Process shell) {
    this.program = program;
    this.log = log;
    this.shell = shell;
  }

  /// Starts the program with its output in that file.
  public static WatchedProcess start(Path program, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WATCH, "sh"));
    command.add(program.toString());
    command.addAll(arguments);
    Process shell =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new WatchedProcess(program, log, shell);
  }

  public String name() {
    return program.getFileName().toString();
  }

  /// The end of what the program has written, for failures.
  public String tail() {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - TAIL_CHARS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The program and what it has started, without the watching shell.
  public Stream<ProcessHandle> handles() {
    return shell.descendants();
  }

  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) shell.destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
