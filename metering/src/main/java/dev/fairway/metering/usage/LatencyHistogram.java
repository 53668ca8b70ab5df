package dev.fairway.metering.usage;

import java.util.Arrays;

/// Durations in a hundred buckets that grow by 15 %, from a millisecond to seventeen minutes: a
/// quantile is off by at most about 7 %. Buckets are the same everywhere and for good, hence
/// histograms add across replicas, series and time. Not thread-safe.
public final class LatencyHistogram {
  static final int BUCKETS = 100;
  private static final double GROWTH = 1.15;
  private static final long[] UPPER_MILLIS = upperBounds();

  private final long[] counts = new long[BUCKETS];
  private long total;

  private static long[] upperBounds() {
    long[] bounds = new long[BUCKETS - 1];
    Arrays.setAll(bounds, i -> (long) Math.pow(GROWTH, i));
    return bounds;
  }

  /// The first bucket whose upper bound is not below it.
  public static int bucket(long millis) {
    int low = 0;
    int high = BUCKETS - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (millis <= UPPER_MILLIS[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /// Milliseconds by which a bucket is told.
  public static double millis(int bucket) {
    return Math.pow(GROWTH, bucket - 0.5);
  }

  public void add(long millis) {
    add(bucket(millis), 1);
  }

  public void add(int bucket, long count) {
    counts[bucket] += count;
    total += count;
  }

  public void add(LatencyHistogram other) {
    for (int i = 0; i < BUCKETS; i++) add(i, other.counts[i]);
  }

  public long total() {
    return total;
  }

  /// Forgets half, so that what was long ago weighs less.
  public void halve() {
    total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] /= 2;
      total += counts[i];
    }
  }

  /// Milliseconds that this share of all durations does not exceed; 0 when there are none.
  public double quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(total * share));
    if (total == 0) return 0;
    for (int i = 0; i < BUCKETS; i++) {
      rank -= counts[i];
      if (rank <= 0) return millis(i);
    }
    return millis(BUCKETS - 1);
  }

  /// Buckets that hold anything, ascending; counts stand in [#counts] at the same places.
  public short[] indices() {
    short[] found = new short[BUCKETS];
    int used = 0;
    for (short i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0) found[used++] = i;
    }
    return Arrays.copyOf(found, used);
  }

  public long[] counts() {
    return Arrays.stream(counts).filter(count -> count > 0).toArray();
  }
}
