package dev.fairway.metering;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.metering.store.Retention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private final TestingStore store = new TestingStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void everyCallOfManyThreadsIsSummedOnce() throws Exception {
    try (Meter meter = open()) {
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        for (int thread = 0; thread < 4; thread++) {
          int first = thread * 5_000;
          threads.execute(() -> {
            for (int i = 0; i < 5_000; i++) meter.record(call(NOON, first + i));
          });
        }
      }
      meter.flush();
      assertThat(store.requests()).isEqualTo(20_000);
    }
    assertThat(store.requests()).isEqualTo(20_000);
    assertThat(store.rows()).hasSizeGreaterThanOrEqualTo(500);
  }

  @Test
  void closingBringsEverythingToTheStore() {
    try (Meter meter = open()) {
      meter.record(call(NOON, 1));
    }
    assertThat(store.requests()).isEqualTo(1);
    assertThat(store.rows()).hasSize(1);
  }

  @Test
  void whatAStoreThatWasDownMissedIsCaughtUpExactly() {
    try (Meter meter = open()) {
      store.goDown();
      for (int batch = 0; batch < 20; batch++) {
        for (int i = 0; i < 50; i++) meter.record(call(NOON, batch * 50 + i));
        meter.flush();
      }
      assertThat(gauge("fairway.usage.batches.spooled")).isPositive();
      assertThat(gauge("fairway.usage.spool")).isPositive();
      assertThat(store.requests()).isZero();
      store.comeBack();
      meter.record(call(NOON, 1_000));
      meter.flush();
      assertThat(store.requests()).isEqualTo(1_001);
      assertThat(gauge("fairway.usage.batches.spooled")).isZero();
      assertThat(
              registry
                  .get("fairway.usage.rows.dropped")
                  .tag("reason", "store_failed")
                  .functionCounter()
                  .count())
          .isPositive();
    }
  }

  @Test
  void whatWasSpooledOutlivesTheMeter() {
    store.goDown();
    try (Meter meter = open()) {
      meter.record(call(NOON, 1));
    }
    store.comeBack();
    open().close();
    assertThat(store.requests()).isEqualTo(1);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private Meter open() {
    MeterSettings settings =
        new MeterSettings(
            folder, Duration.ofMillis(200), 1 << 18, 1_000, 500, _ -> false, Retention.DEFAULT);
    return Meter.open(settings, store, InstantSource.fixed(NOON), registry);
  }
}
