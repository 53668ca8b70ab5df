package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes: what happens when one ends under load, and what one leaves behind.
class ProcessEndTest {
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir private Path folder;
  private Path temporary;
  private Path natives;

  @BeforeEach
  void makeFolders() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
    natives = Files.createDirectory(folder.resolve("natives"));
  }

  /// `-Dfairway.sigterms=100` for more of them.
  @Test
  void endsCleanlyWhenItIsStoppedUnderLoad() throws Exception {
    for (int i = 0; i < Integer.getInteger("fairway.sigterms", 4); i++) {
      Process process = start("until-killed", natives.toString());
      List<String> output = new ArrayList<>();
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          output.add(line);
          if (line.equals("busy")) {
            process.toHandle().destroy(); // the signal only; the other one closes our end as well
          }
        }
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("try %d: %s", i, output).isEqualTo(SIGTERM_EXIT);
      assertThat(output).containsExactly("busy");
      assertThat(files(folder)).noneMatch(name -> name.startsWith("hs_err"));
    }
    assertThat(files(temporary)).isEmpty();
  }

  @Test
  void keepsItsMemoryOverManyRunsAndLeavesNothingBehind() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "reads the memory from /proc");
    Process process = start("count", "1500", natives.toString());
    List<Long> resident = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(line -> resident.add(Long.parseLong(line.replace("resident ", ""))));
    }
    assertThat(process.waitFor()).isZero();
    assertThat(resident.get(1) - resident.get(0))
        .as("kilobytes more than after the first third: " + resident)
        .isLessThan(40_000);
    assertThat(files(temporary)).isEmpty();
    assertThat(files(natives)).hasSize(3).noneMatch(name -> name.endsWith(".part"));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                UnderLoad.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Names of all files below, and of empty folders.
  private static List<String> files(Path parent) throws IOException {
    try (Stream<Path> found = Files.walk(parent)) {
      return found
          .filter(path -> !path.equals(parent))
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("hsperfdata"))
          .toList();
    }
  }
}
