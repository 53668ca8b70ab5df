package dev.fairway.metering.usage;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RollupTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void aBatchNeverSpansMidnight() {
    Rollup rollup = new Rollup(10);
    rollup.add(call(Instant.parse("2026-11-22T23:59:59.999Z"), 1));
    rollup.add(call(Instant.parse("2026-11-23T00:00:00Z"), 2));
    List<RollupBatch> batches = rollup.take(new UUID(1, 2));
    assertThat(batches).hasSize(2);
    assertThat(batches).extracting(RollupBatch::id).doesNotHaveDuplicates();
    rollup.add(call(Instant.parse("2026-11-22T23:59:59.999Z"), 1));
    assertThat(rollup.take(new UUID(1, 2)).getFirst().id()).isEqualTo(batches.getFirst().id());
  }

  @Test
  void tooManySeriesFoldIntoOthersWithoutLosingACall() {
    Rollup rollup = new Rollup(5);
    for (int i = 0; i < 100; i++) {
      rollup.add(call(NOON, i, i % 2 == 0 ? "a" : "b", "model-" + i, 200, 9, Usage.of(1, 1), null));
    }
    List<RollupBatch.Delta> deltas = rollup.take(UUID.randomUUID()).getFirst().deltas();
    assertThat(deltas).hasSize(7);
    assertThat(deltas.stream().mapToLong(delta -> delta.sums().get(Measure.REQUESTS)).sum())
        .isEqualTo(100);
    assertThat(rollup.folded()).isEqualTo(95);
  }

  @Test
  void aSeriesHasTheSameIdEverywhere() {
    SeriesKey key = SeriesKey.of(call(NOON, 1));
    assertThat(key.id()).isEqualTo(SeriesKey.of(call(NOON.plusSeconds(9), 2)).id());
    assertThat(key.id()).isNotEqualTo(key.other().id());
    SeriesKey empty = new SeriesKey("t", "", null, null, null, "m", null, 2, null);
    SeriesKey none = new SeriesKey("t", null, "", null, null, "m", null, 2, null);
    assertThat(empty.id()).isNotEqualTo(none.id());
  }

  @Test
  void bucketsGrowAndTheirEndsAreOpen() {
    assertThat(LatencyHistogram.bucket(0)).isZero();
    assertThat(LatencyHistogram.bucket(1)).isZero();
    assertThat(LatencyHistogram.bucket(2)).isEqualTo(5);
    assertThat(LatencyHistogram.bucket(600_000)).isEqualTo(96);
    assertThat(LatencyHistogram.bucket(Long.MAX_VALUE)).isEqualTo(99);
    for (int i = 0; i < 2_000_000; i += 17) {
      int bucket = LatencyHistogram.bucket(i);
      int exact = i <= 1 ? 0 : (int) Math.ceil(Math.log(i) / Math.log(1.15));
      assertThat(bucket).isEqualTo(Math.min(99, exact));
    }
  }
}
