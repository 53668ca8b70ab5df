package dev.fairway.inference.routing;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// A histogram of durations: a hundred buckets that grow by 15 % from one millisecond to seventeen
/// minutes, so that a quantile is off by at most about 7 %. Buckets are the same everywhere, hence
/// histograms add. Counts without a lock, for any number of threads.
final class LatencyBuckets {
  private static final int COUNT = 100;
  private static final double GROWTH = 1.15;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long[] UPPER_NANOS = upperBounds();

  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNT);

  private static long[] upperBounds() {
    long[] bounds = new long[COUNT - 1];
    Arrays.setAll(bounds, i -> (long) (Math.pow(GROWTH, i) * NANOS_PER_MILLI));
    return bounds;
  }

  void add(long nanos) {
    counts.incrementAndGet(bucket(nanos));
  }

  static int bucket(long nanos) {
    int found = Arrays.binarySearch(UPPER_NANOS, nanos);
    return found >= 0 ? found : -found - 1;
  }

  void addTo(long[] sums) {
    for (int i = 0; i < COUNT; i++) {
      sums[i] += counts.get(i);
    }
  }

  static long[] noSums() {
    return new long[COUNT];
  }

  /// Nanoseconds below which that share of all durations lies; 0 when there are none.
  static long quantileNanos(long[] sums, double share) {
    long rank = (long) Math.ceil(Arrays.stream(sums).sum() * share);
    for (int i = 0; i < COUNT && rank > 0; i++) {
      rank -= sums[i];
      if (rank <= 0) {
        return (long) (Math.pow(GROWTH, i - 0.5) * NANOS_PER_MILLI);
      }
    }
    return 0;
  }
}
