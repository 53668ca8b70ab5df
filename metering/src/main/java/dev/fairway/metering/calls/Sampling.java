package dev.fairway.metering.calls;

import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.LatencyHistogram;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which calls are kept: errors, the slowest of the last minutes and those that are asked for
/// always; of the others all up to a number in a second, and beyond it so many by chance that they
/// come near that number, each weighing as many as it stands for. Not thread-safe.
final class Sampling {
  /// Until so many calls are known nothing is called slow.
  private static final int KNOWN = 200;

  private static final double SLOW = 0.99;
  private static final int SECONDS_UNTIL_HALF = 60;

  private final int perSecond;
  private final Predicate<CallRecord> always;
  private final RandomGenerator random;
  private final LatencyHistogram recent = new LatencyHistogram();
  private long second;
  private long halvedAt;
  private int seen;
  private int seenBefore;
  private double slowMillis = Double.MAX_VALUE;

  Sampling(int perSecond, Predicate<CallRecord> always, RandomGenerator random) {
    this.perSecond = perSecond;
    this.always = always;
    this.random = random;
  }

  /// The call as it is to be kept, or null.
  @Nullable CallRecord choose(CallRecord call, long nowSeconds) {
    if (nowSeconds != second) nextSecond(nowSeconds);
    recent.add(call.extent().latencyMillis());
    if (call.outcome().isError()
        || call.extent().latencyMillis() > slowMillis
        || always.test(call)) {
      return call;
    }
    seen++;
    int expected = Math.max(seen, seenBefore);
    if (expected <= perSecond) return call;
    double kept = (double) perSecond / expected;
    return random.nextDouble() < kept ? call.weighing(call.weight() / kept) : null;
  }

  private void nextSecond(long nowSeconds) {
    seenBefore = nowSeconds == second + 1 ? seen : 0;
    seen = 0;
    second = nowSeconds;
    slowMillis = recent.total() < KNOWN ? Double.MAX_VALUE : recent.quantile(SLOW) * 1.08;
    if (nowSeconds - halvedAt >= SECONDS_UNTIL_HALF) {
      recent.halve();
      halvedAt = nowSeconds;
    }
  }
}
