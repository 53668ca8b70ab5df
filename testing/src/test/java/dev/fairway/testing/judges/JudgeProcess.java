package dev.fairway.testing.judges;

import dev.fairway.testing.Awaits;
import dev.fairway.testing.WatchedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A judge that runs as a program of its own and writes what it sees into a log.
record JudgeProcess(WatchedProcess process, Path log) implements AutoCloseable {
  /// Returns once the log holds a text.
  static JudgeProcess start(Path program, List<String> arguments, Path log, String ready)
      throws IOException {
    JudgeProcess judge = new JudgeProcess(WatchedProcess.start(program, arguments, log), log);
    Awaits.await(program.getFileName() + " is ready", judge::output, it -> it.contains(ready));
    return judge;
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
