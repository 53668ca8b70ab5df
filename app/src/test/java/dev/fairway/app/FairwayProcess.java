package dev.fairway.app;

import dev.fairway.testing.Awaits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The program as a process of its own, of the classes under test, so that it can be killed.
final class FairwayProcess implements AutoCloseable {
  private final Process process;
  private final Path data;
  private final Path log;

  private FairwayProcess(Process process, Path data, Path log) {
    this.process = process;
    this.data = data;
    this.log = log;
  }

  /// Starts `fairway up` on that folder and returns when it is ready.
  static FairwayProcess up(Path data) throws IOException {
    Path log = Files.createTempFile(data, "up-", ".log");
    FairwayProcess started =
        new FairwayProcess(
            builder(data, "up", "--data", data.toString(), "--api-port", "0", "--gateway-port", "0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start(),
            data,
            log);
    Awaits.await("fairway up is ready", started::output, text -> text.contains("fairway ready in"));
    return started;
  }

  /// Starts any command.
  static FairwayProcess start(Path folder, String... arguments) throws IOException {
    Path log = Files.createTempFile(folder, "run-", ".log");
    Process process =
        builder(folder, arguments).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new FairwayProcess(process, folder, log);
  }

  private static ProcessBuilder builder(Path folder, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.fairway.app.Fairway"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("KUBECONFIG");
    return builder;
  }

  /// What it has written while it runs.
  String output() {
    boolean alive = process.isAlive();
    String written = written();
    if (!alive) throw new AssertionError("fairway has ended:\n" + written);
    return written;
  }

  String written() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What it has written so far.
  String printed() {
    return output();
  }

  String kubeconfig() throws IOException {
    return Files.readString(data.resolve("kubeconfig"));
  }

  /// Ends it at once, as `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Asks it to stop, as `kill` does, and says whether it has within the limit.
  boolean endsWhenAsked(Duration limit) throws InterruptedException {
    process.destroy();
    return process.waitFor(limit);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
