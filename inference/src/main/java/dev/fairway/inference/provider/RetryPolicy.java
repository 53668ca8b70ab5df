package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.Optional;

/// Whether and when a failed call is made again. Only failures that are worth it and that certainly
/// cost nothing are: an answer that may have been paid for is never bought twice here.
///
/// @param attempts calls in all, the first included
/// @param firstDelay wait before the second call when the provider names none; doubles from there
/// @param maxDelay longest wait of our own choice
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay) {
  /// Three calls, half a second and one second apart.
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(8));

  /// One call.
  public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, is " + attempts);
    }
  }

  /// The wait before the next call, or nothing when there is none.
  ///
  /// @param attempt number of the call that failed, from 1
  /// @param remaining time left for the whole call
  /// @param random from 0 to 1; spreads callers that failed together
  public Optional<Duration> next(
      int attempt, ModelFailure failure, Duration remaining, double random) {
    if (attempt >= attempts || !failure.retryable() || failure.mayHaveRun()) {
      return Optional.empty();
    }
    Duration wait =
        failure
            .retryAfter()
            .map(asked -> asked.plus(part(firstDelay, random / 4)))
            .orElseGet(() -> part(backOff(attempt), 1 - random / 4));
    return wait.compareTo(remaining) < 0 ? Optional.of(wait) : Optional.empty();
  }

  private Duration backOff(int attempt) {
    Duration doubled = firstDelay.multipliedBy(1L << Math.min(attempt - 1, 20));
    return doubled.compareTo(maxDelay) < 0 ? doubled : maxDelay;
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }
}
