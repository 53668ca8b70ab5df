package dev.fairway.inference.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/// The small counters under the router.
class MeasuresTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aWindowForgetsSlotBySlot() {
    CallWindow window = new CallWindow(10 * SECOND);
    for (int second = 0; second < 10; second++) {
      window.add(second % 2 == 0, second * SECOND);
    }
    assertThat(window.calls(9 * SECOND)).isEqualTo(10);
    assertThat(window.failures(9 * SECOND)).isEqualTo(5);
    assertThat(window.calls(14 * SECOND)).isEqualTo(5);
    assertThat(window.calls(60 * SECOND)).isZero();
  }

  @Test
  void aWindowWorksWithNegativeTimesAndAfterDaysOfSilence() {
    CallWindow window = new CallWindow(10 * SECOND);
    window.add(true, -SECOND / 2);
    window.add(true, SECOND / 2);
    assertThat(window.failures(SECOND)).isEqualTo(2);
    assertThat(window.failures(SECOND + 86_400 * SECOND)).isZero();
  }

  @Test
  void countersLoseNothingWhenManyThreadsCount() throws Exception {
    CallWindow window = new CallWindow(10 * SECOND);
    LatencyBuckets latencies = new LatencyBuckets();
    inParallel(
        4,
        () -> {
          for (int i = 0; i < 20_000; i++) {
            window.add(i % 4 == 0, i % 9 * SECOND);
            latencies.add(SECOND);
          }
        });
    assertThat(window.calls(9 * SECOND)).isEqualTo(80_000);
    assertThat(window.failures(9 * SECOND)).isEqualTo(20_000);
    long[] sums = LatencyBuckets.noSums();
    latencies.addTo(sums);
    assertThat(sums[LatencyBuckets.bucket(SECOND)]).isEqualTo(80_000);
  }

  @Property
  void aQuantileIsOffBySevenPercentAtMost(@ForAll @LongRange(min = 1, max = 600_000) long millis) {
    long[] sums = LatencyBuckets.noSums();
    sums[LatencyBuckets.bucket(millis * 1_000_000)] = 1;
    double read = LatencyBuckets.quantileNanos(sums, 0.5) / 1e6;
    assertThat(read / millis).isBetween(0.92, 1.08);
  }

  @Test
  void histogramsAdd() {
    LatencyBuckets one = new LatencyBuckets();
    LatencyBuckets other = new LatencyBuckets();
    for (int i = 1; i <= 100; i++) {
      (i <= 90 ? one : other).add(i <= 90 ? SECOND / 10 : 10 * SECOND);
    }
    long[] sums = LatencyBuckets.noSums();
    one.addTo(sums);
    other.addTo(sums);
    assertThat(LatencyBuckets.quantileNanos(sums, 0.5) / 1e9).isCloseTo(0.1, within(0.008));
    assertThat(LatencyBuckets.quantileNanos(sums, 0.95) / 1e9).isCloseTo(10, within(0.8));
  }

  @Test
  void nothingMeasuredIsZero() {
    assertThat(LatencyBuckets.quantileNanos(LatencyBuckets.noSums(), 0.95)).isZero();
  }

  @Test
  void aPeakIsBelievedAtOnceAndForgottenSlowly() {
    PeakEwma ewma = new PeakEwma();
    ewma.observe(SECOND / 10, 0);
    ewma.observe(2 * SECOND, SECOND);
    assertThat(ewma.at(SECOND)).isCloseTo(2e9, within(1e6));
    ewma.observe(SECOND / 10, 2 * SECOND);
    assertThat(ewma.at(2 * SECOND)).isBetween(1.7e9, 1.9e9);
    assertThat(ewma.at(62 * SECOND)).isLessThan(1e7);
  }

  @Test
  void theErrorRatioFollowsAndForgets() {
    ErrorRatio ratio = new ErrorRatio();
    for (int i = 0; i < 100; i++) {
      ratio.add(i % 2 == 0, i * SECOND / 100);
    }
    assertThat(ratio.at(SECOND)).isCloseTo(0.5, within(0.1));
    assertThat(ratio.at(120 * SECOND)).isLessThan(0.02);
  }

  @Test
  void aBudgetAllowsItsShareAndAFewFromTheStart() {
    RetryBudget budget = new RetryBudget(0.2);
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      budget.call();
      taken += budget.take() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(200 + RetryBudget.AT_START);
  }

  @Test
  void aBudgetSavesUpOnlySoMuch() {
    RetryBudget budget = new RetryBudget(1);
    for (int i = 0; i < 100_000; i++) {
      budget.call();
    }
    int taken = 0;
    while (budget.take()) {
      taken++;
    }
    assertThat(taken).isEqualTo(100);
  }

  @Test
  void aBudgetOfNothingAllowsNothing() {
    assertThat(new RetryBudget(0).take()).isFalse();
  }

  @Test
  void turnsFillEveryRangeEvenly() {
    WeightedTurn turn = new WeightedTurn(0.3);
    int[] hits = new int[10];
    for (int i = 0; i < 1000; i++) {
      hits[turn.next(10)]++;
    }
    assertThat(IntStream.of(hits).boxed().toList())
        .allSatisfy(hit -> assertThat(hit).isBetween(98, 102));
  }

  @Test
  void warmTargetsAreForgottenAfterFiveMinutes() {
    WarmTargets warm = new WarmTargets();
    warm.put(0x1234567890abcdefL, 63, 10 * SECOND);
    assertThat(warm.find(0x1234567890abcdefL, 300 * SECOND)).isEqualTo(63);
    assertThat(warm.find(0x1234567890abcdefL, 320 * SECOND)).isEqualTo(WarmTargets.NONE);
    assertThat(warm.find(0x7234567890abcdefL, 20 * SECOND)).isEqualTo(WarmTargets.NONE);
    assertThat(warm.find(1, 20 * SECOND)).isEqualTo(WarmTargets.NONE);
  }

  @Test
  void theBreakerLetsOneProbeThroughHoweverManyAsk() throws Exception {
    for (int round = 0; round < 200; round++) {
      Breaker breaker = new Breaker(BreakerRules.DEFAULT);
      breaker.open("Throttled", SECOND, 0);
      AtomicInteger through = new AtomicInteger();
      inParallel(
          4,
          () -> {
            if (breaker.enter(2 * SECOND) != Breaker.REFUSED) {
              through.incrementAndGet();
            }
          });
      assertThat(through).hasValue(1);
    }
  }

  @Test
  void aGateHoldsItsLimitsWhenManyThreadsCome() throws Exception {
    ProviderGate gate = new ProviderGate("p", ProviderLimits.brief(3, null, null), Timer.system());
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    inParallel(
        8,
        () -> {
          for (int i = 0; i < 200; i++) {
            Permit permit = gate.await(1, Duration.ofMinutes(1));
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            running.decrementAndGet();
            permit.release(Usage.UNKNOWN, System.nanoTime());
          }
        });
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    List<Integer> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Simulation world = new Simulation();
      world.route(
          new RoutingPolicy.LowestLatency(),
          List.of(Simulation.target("a"), Simulation.target("b")));
      world.callers(50, Simulation.seconds(20));
      world.settle();
      runs.add(world.provider("a").requests());
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void inParallel(int threads, Work work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      var all =
          IntStream.range(0, threads)
              .mapToObj(_ ->
                  pool.submit(() -> {
                    work.run();
                    return null;
                  }))
              .toList();
      for (var one : all) {
        one.get();
      }
    }
  }
}
