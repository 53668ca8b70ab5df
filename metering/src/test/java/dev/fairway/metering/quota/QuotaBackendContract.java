package dev.fairway.metering.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every backend promises. A new one extends this and adds nothing.
abstract class QuotaBackendContract {
  static final Account RATE = new Account(Subject.key("k1"), Dimension.Count.TOKENS, Window.MINUTE);
  static final Account BUDGET =
      new Account(Subject.team("team-a"), new Dimension.Spend("USD"), Window.MONTH);

  final TestingClock clock = new TestingClock();
  private QuotaBackend backend;

  abstract QuotaBackend open(TestingClock clock);

  @BeforeEach
  void open() {
    backend = open(clock);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void grantsWhatIsLeftAndThenNothing() {
    assertThat(backend.acquire(RATE, 100, 70, "a").granted()).isEqualTo(70);
    assertThat(backend.acquire(RATE, 100, 70, "b").granted()).isEqualTo(30);
    Lease last = backend.acquire(RATE, 100, 1, "c");
    assertThat(last.granted()).isZero();
    assertThat(last.remaining()).isZero();
  }

  @Test
  void aRepeatedAcquireGetsTheSameLease() {
    Lease first = backend.acquire(RATE, 100, 70, "a");
    assertThat(backend.acquire(RATE, 100, 70, "a")).isEqualTo(first);
    assertThat(leased(RATE)).isEqualTo(70);
  }

  @Test
  void aRepeatedSettleChangesNothing() {
    Lease lease = backend.acquire(RATE, 100, 70, "a");
    assertThat(backend.settle(lease, 20, false, "s1")).isTrue();
    assertThat(backend.settle(lease, 20, false, "s1")).isFalse();
    assertThat(backend.settle(lease, 5, true, "s2")).isTrue();
    assertThat(backend.settle(lease, 5, true, "s2")).isFalse();
    assertThat(spent(RATE)).isEqualTo(25);
    assertThat(leased(RATE)).isZero();
  }

  @Test
  void theRestOfAnAbandonedLeaseReturns() {
    Lease lease = backend.acquire(RATE, 100, 70, "a");
    backend.settle(lease, 20, false, "s");
    clock.pass(Duration.ofSeconds(6));
    assertThat(leased(RATE)).isZero();
    assertThat(spent(RATE)).isEqualTo(20);
    assertThat(backend.acquire(RATE, 100, 100, "b").granted()).isEqualTo(80);
  }

  @Test
  void settlingKeepsALeaseAlive() {
    Lease lease = backend.acquire(RATE, 100, 70, "a");
    for (int second = 0; second < 20; second += 4) {
      clock.pass(Duration.ofSeconds(4));
      backend.settle(lease, 1, false, "s" + second);
    }
    assertThat(leased(RATE)).isEqualTo(65);
  }

  @Test
  void useReportedAfterExpiryStillCounts() {
    Lease lease = backend.acquire(RATE, 100, 70, "a");
    clock.pass(Duration.ofSeconds(6));
    backend.settle(lease, 60, true, "s");
    assertThat(spent(RATE)).isEqualTo(60);
  }

  @Test
  void moneyOfAnAbandonedLeaseCountsAsSpentUntilTheTruthArrives() {
    Lease lease = backend.acquire(BUDGET, 1_000, 700, "a");
    clock.pass(Duration.ofSeconds(6));
    assertThat(spent(BUDGET)).isEqualTo(700);
    backend.settle(lease, 100, false, "s1");
    assertThat(spent(BUDGET)).isEqualTo(700);
    backend.settle(lease, 50, true, "s2");
    assertThat(spent(BUDGET)).isEqualTo(150);
    assertThat(leased(BUDGET)).isZero();
  }

  @Test
  void anotherWindowIsAnotherCounter() {
    Lease lease = backend.acquire(RATE, 100, 100, "a");
    clock.set("2026-11-22T10:01:00Z");
    assertThat(backend.acquire(RATE, 100, 100, "b").granted()).isEqualTo(100);
    backend.settle(lease, 100, true, "s");
    assertThat(spent(RATE)).as("booked to the window of its lease").isZero();
  }

  @Test
  void aLoweredLimitGrantsNothingAndTakesNothingBack() {
    backend.acquire(RATE, 100, 70, "a");
    assertThat(backend.acquire(RATE, 50, 10, "b").granted()).isZero();
    assertThat(leased(RATE)).isEqualTo(70);
    assertThat(backend.acquire(RATE, 200, 200, "c").granted()).isEqualTo(130);
  }

  @Test
  void seedsOnceAndNeverAdds() {
    assertThat(backend.seed(BUDGET, 400, backend.epoch())).isTrue();
    assertThat(backend.seed(BUDGET, 400, backend.epoch())).isFalse();
    assertThat(spent(BUDGET)).isEqualTo(400);
    assertThat(backend.acquire(BUDGET, 1_000, 1_000, "a").granted()).isEqualTo(600);
  }

  @Test
  void doesNotSeedACounterInUseNorOneOfAnotherLife() {
    backend.acquire(BUDGET, 1_000, 1, "a");
    assertThat(backend.seed(BUDGET, 400, backend.epoch())).isFalse();
    assertThat(backend.seed(RATE, 400, "another life")).isFalse();
    assertThat(spent(RATE)).isZero();
  }

  @Test
  void manyAtOnceNeverGetMoreThanTheLimit() throws Exception {
    AtomicLong granted = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int replica = 0; replica < 8; replica++) {
        String name = "r" + replica + "-";
        SplittableRandom random = new SplittableRandom(replica);
        all.add(threads.submit(() -> takeUntilEmpty(name, random, granted)));
      }
      for (Future<?> each : all) each.get();
    }
    assertThat(granted.get()).isEqualTo(100_000);
  }

  private void takeUntilEmpty(String name, SplittableRandom random, AtomicLong granted) {
    for (int i = 0; ; i++) {
      Lease lease = backend.acquire(RATE, 100_000, random.nextInt(1, 137), name + i);
      if (lease.granted() == 0) return;
      granted.addAndGet(lease.granted());
    }
  }

  /// Random operations, repeated ones among them, beside sums that a reader can check by eye.
  @Test
  void agreesWithASimpleModelWhateverHappens() {
    for (int seed = 0; seed < 200; seed++) {
      new BackendModel(seed, open(clock), clock, seed % 2 == 0 ? RATE : BUDGET).run(200);
    }
  }

  private long spent(Account account) {
    return backend.read(account).spent();
  }

  private long leased(Account account) {
    return backend.read(account).leased();
  }
}
