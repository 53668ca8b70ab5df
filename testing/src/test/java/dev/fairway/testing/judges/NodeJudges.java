package dev.fairway.testing.judges;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What `./fairway judges` has installed with npm. Tests that want it are skipped without.
final class NodeJudges {
  private static final Path HERE = Path.of("..", "testing", "judges");

  private NodeJudges() {}

  /// The folder with `node_modules`.
  static Path folder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path caches =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path folder = caches.resolve("fairway").resolve("judges");
    assumeTrue(
        isCurrent(folder), "the outside judges are not on this machine: run ./fairway judges once");
    return folder;
  }

  private static boolean isCurrent(Path folder) {
    Path installed = folder.resolve("package-lock.json");
    try {
      return Files.isDirectory(folder.resolve("node_modules"))
          && Files.exists(installed)
          && Files.mismatch(installed, HERE.resolve("package-lock.json")) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The program of a package that runs without Node.js; which package holds it depends on the
  /// machine.
  static Path nativeProgram(String packages, String name) throws IOException {
    Path scope = folder().resolve("node_modules").resolve(packages);
    try (Stream<Path> files = Files.walk(scope, 3)) {
      Optional<Path> program =
          files.filter(file -> file.endsWith(Path.of("bin", name))).findFirst();
      assumeTrue(program.isPresent(), name + " does not exist for this machine");
      return program.orElseThrow();
    }
  }

  /// Runs one of the scripts in `testing/judges/clients` to its end.
  ///
  /// @return what it printed
  static String run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.add(HERE.resolve("clients").resolve(script).toString());
    command.add(folder().toString());
    command.addAll(Arrays.asList(arguments));
    Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (node.waitFor() != 0) {
      throw new AssertionError(script + " failed:\n" + output);
    }
    return output;
  }
}
