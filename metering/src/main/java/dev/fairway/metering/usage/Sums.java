package dev.fairway.metering.usage;

import dev.fairway.inference.chat.Usage;
import org.jspecify.annotations.Nullable;

/// Sums of calls. Not thread-safe.
@SuppressWarnings("EnumOrdinal") // an array in memory; what is stored goes by name
public final class Sums {
  private final long[] values = new long[Measure.values().length];
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram firstByte = new LatencyHistogram();

  public long get(Measure measure) {
    return values[measure.ordinal()];
  }

  public void add(Measure measure, long amount) {
    values[measure.ordinal()] += amount;
  }

  public LatencyHistogram latency() {
    return latency;
  }

  public LatencyHistogram firstByte() {
    return firstByte;
  }

  public void add(CallRecord call) {
    add(Measure.REQUESTS, 1);
    if (call.outcome().isError()) add(Measure.ERRORS, 1);
    addUsage(call);
    if (call.cost() == null) add(Measure.COST_UNKNOWN, 1);
    else add(Measure.COST_NANO, call.cost().nano());
    if ("hit".equals(call.outcome().cache())) add(Measure.CACHE_HITS, 1);
    latency.add(call.extent().latencyMillis());
    Integer first = call.extent().firstByteMillis();
    if (first != null) firstByte.add(first);
  }

  private void addUsage(CallRecord call) {
    Usage usage = call.usage();
    if (usage.inUncached() == null && usage.out() == null) add(Measure.USAGE_UNKNOWN, 1);
    add(Measure.IN_UNCACHED, known(usage.inUncached()));
    add(Measure.IN_CACHE_READ, known(usage.inCacheRead()));
    add(Measure.IN_CACHE_WRITE, known(usage.inCacheWrite5m()) + known(usage.inCacheWrite1h()));
    add(Measure.OUT_TOKENS, known(usage.out()));
    add(Measure.REASONING_TOKENS, known(usage.reasoning()));
  }

  private static long known(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  public void add(Sums other) {
    for (int i = 0; i < values.length; i++) values[i] += other.values[i];
    latency.add(other.latency);
    firstByte.add(other.firstByte);
  }
}
