package dev.fairway.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Time since a start, for people.
record Stopwatch(Instant start) {
  /// From the start of this process, the JVM's own start included.
  static Stopwatch sinceProcessStart() {
    return new Stopwatch(ProcessHandle.current().info().startInstant().orElseGet(Instant::now));
  }

  /// Seconds with one digit, such as `1.3`.
  String seconds() {
    return String.format(
        Locale.ROOT, "%.1f", Duration.between(start, Instant.now()).toMillis() / 1000.0);
  }
}
