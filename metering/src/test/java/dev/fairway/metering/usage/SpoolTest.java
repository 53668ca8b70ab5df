package dev.fairway.metering.usage;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private final List<RollupBatch> taken = new ArrayList<>();

  @Test
  void givesBatchesBackAsTheyWere() {
    RollupBatch batch = batch(1);
    try (Spool spool = open()) {
      spool.append(batch);
      spool.append(batch(2));
    }
    try (Spool spool = open()) {
      assertThat(spool.batches()).isEqualTo(2);
      spool.replay(taken::add);
      assertThat(spool.bytes()).isZero();
    }
    RollupBatch first = taken.getFirst();
    assertThat(first.id()).isEqualTo(batch.id());
    assertThat(first.day()).isEqualTo(batch.day());
    RollupBatch.Delta delta = first.deltas().getFirst();
    assertThat(delta.series()).isEqualTo(batch.deltas().getFirst().series());
    assertThat(delta.minute()).isEqualTo(NOON);
    assertThat(delta.sums().get(Measure.OUT_TOKENS)).isEqualTo(5);
    assertThat(delta.sums().latency().counts()).containsExactly(1);
  }

  @Test
  void keepsEverythingWhenTheStoreStillRefuses() {
    try (Spool spool = open()) {
      spool.append(batch(1));
      assertThatThrownBy(() ->
          spool.replay(_ -> {
            throw new IllegalStateException("down");
          }));
      spool.append(batch(2));
      spool.replay(taken::add);
      assertThat(taken).hasSize(2);
    }
  }

  @Test
  void aTornOrDamagedEndIsCutOff() throws Exception {
    try (Spool spool = open()) {
      spool.append(batch(1));
      spool.append(batch(2));
    }
    byte[] whole = Files.readAllBytes(file());
    for (int cut = 1; cut < whole.length / 2; cut += 7) {
      Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
      try (Spool spool = open()) {
        assertThat(spool.batches()).isEqualTo(1);
      }
    }
    whole[whole.length - 3] ^= 1;
    Files.write(file(), whole, StandardOpenOption.TRUNCATE_EXISTING);
    try (Spool spool = open()) {
      assertThat(spool.batches()).isEqualTo(1);
    }
  }

  private Spool open() {
    return Spool.open(file());
  }

  private Path file() {
    return folder.resolve("spool");
  }

  private static RollupBatch batch(int number) {
    Rollup rollup = new Rollup(10);
    rollup.add(call(NOON, number));
    return rollup.take(UUID.randomUUID()).getFirst();
  }
}
