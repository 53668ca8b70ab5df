package dev.fairway.benchmarks;

import java.time.Duration;

/// How long to measure.
///
/// @param rounds of each contestant per figure
/// @param round length of one that is bounded by time
/// @param warmUp of each server before its first round
/// @param objects that LIST answers with, and that memory is measured with
/// @param requests for the operator, per round
record Effort(int rounds, Duration round, Duration warmUp, int objects, int requests) {
  static final Effort FULL =
      new Effort(3, Duration.ofSeconds(2), Duration.ofSeconds(6), 20_000, 1_000);
  static final Effort QUICK =
      new Effort(1, Duration.ofMillis(800), Duration.ofSeconds(2), 5_000, 200);
}
