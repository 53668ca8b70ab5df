package dev.fairway.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;

/// A process of a test that is killed in the middle of its work.
public final class KilledProcess {
  private static final String DONE = "done ";

  private KilledProcess() {}

  /// Lets a main class work in a folder until it has reported so much, and kills it.
  ///
  /// @return the last report
  public static long run(Class<?> main, Path folder, long until) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    main.getName(),
                    folder.toString(),
                    Long.toString(until)))
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    long reported = 0;
    try (BufferedReader lines = process.inputReader()) {
      while (reported < until) {
        String line = lines.readLine();
        assertThat(line).as("the process ended by itself").isNotNull();
        if (line.startsWith(DONE)) reported = Long.parseLong(line.substring(DONE.length()));
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return reported;
  }

  /// Says that so much is safe.
  public static void report(long done) {
    System.out.println(DONE + done);
  }
}
