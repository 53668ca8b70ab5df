package dev.fairway.metering.quota;

import java.time.Instant;

/// Where a limit stands.
///
/// @param remaining units that may still be used in the window
/// @param reset when the next window begins
public record Standing(Subject subject, Limit limit, long remaining, Instant reset) {
  /// The part of the limit that is left, from 0 to 1.
  public double share() {
    return limit.amount() == 0 ? 0 : (double) remaining / limit.amount();
  }
}
