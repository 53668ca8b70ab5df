package dev.fairway.benchmarks;

import dev.fairway.testing.Awaits;
import dev.fairway.testing.WatchedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A command of `./fairway` that runs until it is closed, with a folder of its own.
record FairwayProgram(WatchedProcess process, Path folder) implements AutoCloseable {
  private static final Path LAUNCHER = Path.of(System.getProperty("fairway.home"), "fairway");
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  static FairwayProgram apiServer(String... options) {
    Path folder = newFolder();
    List<String> arguments =
        new ArrayList<>(List.of("apiserver", "--api-port", "0", "--data", folder.toString()));
    arguments.addAll(List.of(options));
    return start(folder, arguments);
  }

  static FairwayProgram operator(String kubeconfig) {
    try {
      Path folder = newFolder();
      Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
      return start(folder, List.of("operator", "--install-crds", "--kubeconfig", file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FairwayProgram simulator() {
    return start(newFolder(), List.of("simulator"));
  }

  private static FairwayProgram start(Path folder, List<String> arguments) {
    try {
      WatchedProcess process =
          WatchedProcess.start(LAUNCHER, arguments, folder.resolve("output.log"));
      FairwayProgram program = new FairwayProgram(process, folder);
      Awaits.within(STARTS_WITHIN)
          .until(
              "fairway " + arguments.getFirst() + " is ready",
              process::tail,
              text -> text.contains(" ready") && text.endsWith("\n"));
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("fairway-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String kubeconfig() {
    try {
      return Files.readString(folder.resolve("kubeconfig"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What it has printed when it was ready.
  String output() {
    return process.tail();
  }

  @Override
  public void close() throws IOException {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
