package dev.fairway.apiserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in the middle of its writes, several times over the same folder.
class CrashTest {
  private static final int KILLS = 4;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 400;
  private static final long SMALL_LOG = 20_000;

  @TempDir Path folder;

  @Test
  void aKilledProcessLosesNothingItAcknowledgedOrShowed() throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();
    long shown = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      shown = Math.max(shown, writeUntilKilled(kill, acknowledged));
      try (ResourceStore store = ResourceStores.durable(folder, Clock.systemUTC())) {
        assertThat(store.snapshot().revision()).isGreaterThanOrEqualTo(shown);
        acknowledged.forEach((name, revision) -> {
          Optional<Stored> found = store.snapshot().get(StoreContract.map(name));
          assertThat(found).as(name).isPresent();
          assertThat(found.orElseThrow().revision()).as(name).isEqualTo(revision);
        });
      }
    }
    assertThat(acknowledged.size()).isGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED_BEFORE_KILL);
  }

  /// Adds what was acknowledged, and returns the highest revision anybody saw.
  private long writeUntilKilled(int round, Map<String, Long> acknowledged) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long shown = 0;
    int count = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[2].equals(".")) {
          continue;
        }
        long revision = Long.parseLong(words[1]);
        shown = Math.max(shown, revision);
        if (!words[0].equals("seen")) {
          acknowledged.put(words[0], revision);
          if (++count == ACKNOWLEDGED_BEFORE_KILL) {
            // By its handle: what it had printed can still be read.
            child.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      child.destroyForcibly();
    }
    return shown;
  }

  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      ResourceStore store =
          ResourceStores.durable(Path.of(arguments[0]), Clock.systemUTC(), SMALL_LOG);
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      for (int writer = 0; writer < 8; writer++) {
        String prefix = "r" + arguments[1] + "w" + writer + "n";
        Thread.startVirtualThread(() -> write(store, prefix, out));
      }
      try (Watch watch = store.watch(StoreContract.MAPS, store.snapshot().revision())) {
        while (true) {
          for (Change change : watch.next(Duration.ofSeconds(1))) {
            out.println("seen " + change.revision() + " .");
          }
        }
      }
    }

    private static void write(ResourceStore store, String prefix, PrintStream out) {
      for (int i = 0; ; i++) {
        String name = prefix + i;
        Stored made =
            store.create(StoreContract.map(name), StoreContract.object(name, "x".repeat(i % 100)));
        out.println(name + " " + made.revision() + " .");
      }
    }
  }
}
