package dev.fairway.inference.provider;

import java.time.Duration;

/// Longest waits of one call. The whole call is bounded by the caller's own timeout besides.
///
/// @param connect until the connection stands, TLS included
/// @param firstByte from there to the first byte of the answer
/// @param idle between two pieces of the answer
public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
  /// Generous, since models think before they speak.
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(1));

  public Timeouts {
    check("connect", connect);
    check("firstByte", firstByte);
    check("idle", idle);
  }

  private static void check(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("timeouts." + name + " must be positive, is " + value);
    }
  }
}
