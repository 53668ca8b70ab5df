package dev.fairway.benchmarks;

import java.util.Arrays;
import java.util.List;

/// What one round measured.
///
/// @param value in the unit of its [Row]
/// @param p50 median latency in milliseconds, 0 where none was taken
/// @param p99 likewise
record Sample(double value, double p50, double p99) {
  static Sample of(double value) {
    return new Sample(value, 0, 0);
  }

  /// @param nanos the latencies; sorted by this call
  static Sample of(double value, long[] nanos) {
    Arrays.sort(nanos);
    return new Sample(value, millis(nanos, 0.50), millis(nanos, 0.99));
  }

  private static double millis(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  /// Median of each part.
  static Sample median(List<Sample> samples) {
    return new Sample(
        median(samples.stream().mapToDouble(Sample::value).toArray()),
        median(samples.stream().mapToDouble(Sample::p50).toArray()),
        median(samples.stream().mapToDouble(Sample::p99).toArray()));
  }

  static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
