package dev.fairway.inference.routing;

import java.time.Duration;

/// When a target gets no more calls.
///
/// @param failureRatio share of failures in the window that opens
/// @param minimumCalls calls in the window below which nothing is concluded
/// @param window how far back calls count
/// @param openFor until one call may try again
/// @param unauthorizedFor the same after the provider refused our credential or our account
public record BreakerRules(
    double failureRatio,
    int minimumCalls,
    Duration window,
    Duration openFor,
    Duration unauthorizedFor) {
  public static final BreakerRules DEFAULT =
      new BreakerRules(
          0.5, 10, Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

  public BreakerRules {
    if (!(failureRatio > 0 && failureRatio <= 1)) {
      throw new IllegalArgumentException(
          "circuitBreaker.failureRatio must be above 0 and at most 1, is " + failureRatio);
    }
    if (minimumCalls < 1) {
      throw new IllegalArgumentException(
          "circuitBreaker.minimumCalls must be at least 1, is " + minimumCalls);
    }
    if (!window.isPositive() || !openFor.isPositive() || !unauthorizedFor.isPositive()) {
      throw new IllegalArgumentException("circuitBreaker: every duration must be positive");
    }
  }
}
