package dev.fairway.metering.store;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.metering.KilledProcess;
import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed while it adds rows and sums.
class KilledStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int ROWS = 100;

  @TempDir Path folder;

  @Test
  void nothingThatWasReportedIsLost() throws Exception {
    long reported = KilledProcess.run(Adding.class, folder, 20);
    try (DuckDbStore store = DuckDbStore.open(folder)) {
      Instant to = NOON.plus(Duration.ofHours(1));
      long sums = store.sums(UsageQuery.totals(NOON, to)).getFirst().sums().get(Measure.REQUESTS);
      assertThat(sums).isBetween(reported, reported + 1);
      long rows = 0;
      CallPage.Cursor cursor = null;
      do {
        CallPage page = store.calls(new CallQuery(NOON, to, Map.of(), false), cursor, 1_000);
        rows += page.calls().size();
        cursor = page.next();
      } while (cursor != null);
      assertThat(rows).isBetween(reported * ROWS, (reported + 1) * ROWS);
      assertThat(rows % ROWS).as("all rows of an append or none").isZero();
    }
  }

  /// The process that is killed: tells how many times it has added rows and sums.
  static final class Adding {
    private Adding() {}

    public static void main(String[] args) {
      DuckDbStore store = DuckDbStore.open(Path.of(args[0]));
      for (long done = 1; ; done++) {
        List<CallRecord> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) rows.add(call(NOON, done * ROWS + i));
        store.append(rows);
        store.add(UsageStoreContract.batch(call(NOON, done)));
        KilledProcess.report(done);
      }
    }
  }
}
