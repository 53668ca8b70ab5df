package dev.fairway.inference.provider;

import java.time.Duration;

/// A moment on the monotonic clock.
record Deadline(long atNanos) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + saturated(duration));
  }

  /// This one, or an earlier one after that long.
  Deadline atMost(Duration duration) {
    Deadline sooner = in(duration);
    return sooner.atNanos - atNanos < 0 ? sooner : this;
  }

  /// Not positive when it has passed.
  long remainingNanos() {
    return atNanos - System.nanoTime();
  }

  Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /// Nanoseconds, or about a century.
  static long saturated(Duration duration) {
    return duration.compareTo(Duration.ofDays(36_500)) > 0
        ? Duration.ofDays(36_500).toNanos()
        : duration.toNanos();
  }
}
