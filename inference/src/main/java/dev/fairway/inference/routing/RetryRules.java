package dev.fairway.inference.routing;

import java.time.Duration;

/// How often and when a call is sent again.
///
/// @param attempts calls of one target, the first included
/// @param inAll calls of all targets, a hedge included
/// @param firstDelay wait before the same target is asked again, when it names none; doubles from
///   there, and chance spreads it
/// @param maxDelay longest wait of our own choice
/// @param budget retries of the same target per call, over time: 0.2 lets retries add 20 % of load
public record RetryRules(
    int attempts, int inAll, Duration firstDelay, Duration maxDelay, double budget) {
  public static final RetryRules DEFAULT =
      new RetryRules(2, 6, Duration.ofMillis(250), Duration.ofSeconds(8), 0.2);

  /// One attempt.
  public static final RetryRules NEVER = new RetryRules(1, 1, Duration.ZERO, Duration.ZERO, 0);

  public RetryRules {
    if (attempts < 1 || inAll < 1) {
      throw new IllegalArgumentException(
          "retry.attempts must be at least 1, is " + Math.min(attempts, inAll));
    }
    if (!(budget >= 0 && budget <= 1)) {
      throw new IllegalArgumentException("retry.budget must be from 0 to 1, is " + budget);
    }
  }

  long delayNanos(int retry, double chance) {
    long doubled = firstDelay.toNanos() << Math.min(retry, 20);
    long whole = doubled < 0 ? maxDelay.toNanos() : Math.min(doubled, maxDelay.toNanos());
    return (long) (whole * (0.5 + chance / 2));
  }
}
