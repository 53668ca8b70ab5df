package dev.fairway.app;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Time since a start, for people.
record Stopwatch(Instant start) {
  /// From the start of the JVM.
  static Stopwatch sinceProcessStart() {
    return new Stopwatch(Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
  }

  /// Seconds with one digit, such as `1.3`.
  String seconds() {
    return String.format(
        Locale.ROOT, "%.1f", Duration.between(start, Instant.now()).toMillis() / 1000.0);
  }
}
