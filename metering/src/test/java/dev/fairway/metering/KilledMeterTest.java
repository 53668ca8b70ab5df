package dev.fairway.metering;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.metering.quota.Account;
import dev.fairway.metering.quota.Dimension;
import dev.fairway.metering.quota.InProcessQuotaBackend;
import dev.fairway.metering.quota.QuotaBackend;
import dev.fairway.metering.quota.Subject;
import dev.fairway.metering.quota.Window;
import dev.fairway.metering.store.DuckDbStore;
import dev.fairway.metering.store.Retention;
import dev.fairway.metering.store.UsageQuery;
import dev.fairway.metering.usage.Measure;
import dev.fairway.metering.usage.Sums;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that records calls is killed in the middle of it, several times over.
class KilledMeterTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int KILLS = 3;
  private static final int REPORT_EVERY = 100;

  @TempDir Path folder;

  @Test
  void everyRecordedCallIsSummedOnceAndBudgetsRememberIt() throws Exception {
    long reported = 0;
    for (int kill = 1; kill <= KILLS; kill++)
      reported += KilledProcess.run(Recording.class, folder, kill * 4_000L);
    long requests;
    try (DuckDbStore store = DuckDbStore.open(folder.resolve("store"));
        Meter _ = meter(folder, store)) {
      Sums sums = sums(store);
      requests = sums.get(Measure.REQUESTS);
      assertThat(requests).isEqualTo(reported);
      assertThat(sums.latency().total()).isEqualTo(sums.get(Measure.REQUESTS));
      assertThat(sums.get(Measure.COST_NANO)).isEqualTo(sums.get(Measure.REQUESTS) * 1_000);

      QuotaBackend backend = new InProcessQuotaBackend(InstantSource.fixed(NOON));
      assertThat(new Seeding(backend, store).seed(NOON)).isEqualTo(12);
      Account month = new Account(Subject.team("team-a"), new Dimension.Spend("USD"), Window.MONTH);
      assertThat(backend.read(month).spent()).isEqualTo(sums.get(Measure.COST_NANO));
    }
    try (DuckDbStore store = DuckDbStore.open(folder.resolve("store"));
        Meter _ = meter(folder, store)) {
      assertThat(sums(store).get(Measure.REQUESTS)).isEqualTo(requests);
    }
  }

  private static Sums sums(DuckDbStore store) {
    return store
        .sums(UsageQuery.totals(NOON.minus(Duration.ofHours(1)), NOON.plus(Duration.ofHours(1))))
        .getFirst()
        .sums();
  }

  static Meter meter(Path folder, DuckDbStore store) {
    MeterSettings settings =
        new MeterSettings(
            folder.resolve("meter"),
            Duration.ofMillis(300),
            1 << 18,
            1_000,
            500,
            _ -> false,
            Retention.DEFAULT);
    return Meter.open(settings, store, InstantSource.fixed(NOON), new SimpleMeterRegistry());
  }

  /// The process that is killed while its last calls are still on their way.
  static final class Recording {
    private Recording() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      Meter meter = meter(folder, DuckDbStore.open(folder.resolve("store")));
      long until = Long.parseLong(args[1]);
      for (long recorded = 1; recorded <= until; recorded++) {
        meter.record(call(NOON, recorded));
        if (recorded % REPORT_EVERY == 0) KilledProcess.report(recorded);
      }
      LockSupport.park();
    }
  }
}
