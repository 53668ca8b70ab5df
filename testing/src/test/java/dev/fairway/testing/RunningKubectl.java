package dev.fairway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A kubectl that may still run. Closing it ends it.
record RunningKubectl(Process process, String line, Path out, Path err) implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  KubectlRun await() {
    try (this) {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after a minute: " + run(-1));
      }
      return run(process.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits until the standard output so far contains this.
  RunningKubectl awaitOutput(String text) {
    Awaits.await("kubectl " + line + " writes " + text, () -> read(out), o -> o.contains(text));
    return this;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private KubectlRun run(int exit) {
    return new KubectlRun(line, exit, read(out), read(err));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
