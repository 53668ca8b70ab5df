package dev.fairway.metering.calls;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairway.inference.chat.Usage;
import dev.fairway.metering.TestingStore;
import dev.fairway.metering.usage.CallRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallLogTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final TestingStore store = new TestingStore();
  private final Sampling sampling = new Sampling(100, _ -> false, new SplittableRandom(1));

  @Test
  void keepsEveryCallOfAQuietSecond() {
    assertThat(kept(100, 1, 200, 40)).hasSize(100).allMatch(call -> call.weight() == 1);
  }

  @Test
  void theWeightsOfABusySecondStandForAllItsCalls() {
    kept(5_000, 1, 200, 40);
    List<CallRecord> kept = kept(5_000, 2, 200, 40);
    assertThat(kept.size()).isBetween(60, 150);
    double weight = kept.stream().mapToDouble(CallRecord::weight).sum();
    assertThat(weight).isCloseTo(5_000, within(1_500.0));
  }

  @Test
  void errorsAndSlowCallsAreAlwaysKept() {
    kept(5_000, 1, 200, 40);
    assertThat(kept(50, 2, 429, 1)).hasSize(50);
    kept(5_000, 2, 200, 40);
    assertThat(kept(50, 2, 200, 9_000)).hasSize(50).allMatch(call -> call.weight() == 1);
  }

  @Test
  void callsThatAreAskedForAreAlwaysKept() {
    Sampling all =
        new Sampling(1, call -> "key-1".equals(call.who().keyId()), new SplittableRandom(1));
    for (int i = 0; i < 1_000; i++) {
      assertThat(all.choose(call(NOON, i), 1)).isNotNull();
    }
  }

  @Test
  void rowsThatTheStoreRefusesAreDroppedAndCounted() {
    CallLog log = new CallLog(store, 1_000, _ -> false);
    store.goDown();
    log.offer(call(NOON, 1), 1);
    log.write();
    assertThat(log.droppedFailed()).isEqualTo(1);
    store.comeBack();
    log.offer(call(NOON, 2), 1);
    log.write();
    assertThat(log.written()).isEqualTo(1);
    assertThat(store.rows()).containsExactly(call(NOON, 2));
  }

  @Test
  void rowsBeyondTheQueueAreDroppedAndCounted() {
    CallLog log = new CallLog(store, 1_000_000, _ -> false);
    for (int i = 0; i < 20_010; i++) log.offer(call(NOON, i), 1);
    assertThat(log.droppedFull()).isEqualTo(10);
    log.write();
    assertThat(log.written()).isEqualTo(20_000);
  }

  private List<CallRecord> kept(int calls, long second, int status, int millis) {
    List<CallRecord> kept = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      CallRecord call = call(NOON, i, "t", "m", status, millis, Usage.UNKNOWN, null);
      @Nullable CallRecord chosen = sampling.choose(call, second);
      if (chosen != null) kept.add(chosen);
    }
    return kept;
  }
}
