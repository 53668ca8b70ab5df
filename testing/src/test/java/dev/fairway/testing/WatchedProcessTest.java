package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedProcessTest {
  @Test
  void endsTheProgramWhenItsPipeBreaks(@TempDir Path folder) throws IOException {
    WatchedProcess process =
        WatchedProcess.start(
            Path.of("/bin/sh"),
            List.of("-c", "echo pid=$$; exec sleep 600"),
            folder.resolve("log"));
    String log = Awaits.await("the program runs", process::tail, text -> text.startsWith("pid="));
    long pid = Long.parseLong(log.strip().substring("pid=".length()));
    assertThat(isAlive(pid)).isTrue();
    // What the system does to the pipe of a JVM that dies.
    process.close();
    Awaits.await("the program is gone", () -> isAlive(pid), alive -> !alive);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
