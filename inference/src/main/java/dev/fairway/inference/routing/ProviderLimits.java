package dev.fairway.inference.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one provider may be asked for by all callers of this process together; null is no limit.
///
/// @param tokensPerMinute input and output; input read from the provider's cache does not count
/// @param queue calls that may wait for a place
/// @param longestWait of one call, before it fails as throttled
public record ProviderLimits(
    @Nullable Integer maxConcurrent,
    @Nullable Integer requestsPerMinute,
    @Nullable Long tokensPerMinute,
    int queue,
    Duration longestWait) {
  private static final int USUAL_QUEUE = 100;
  private static final Duration USUAL_WAIT = Duration.ofSeconds(2);

  /// Nothing is limited.
  public static final ProviderLimits NONE = brief(null, null, null);

  public ProviderLimits {
    atLeastOne("maxConcurrent", maxConcurrent);
    atLeastOne("requestsPerMinute", requestsPerMinute);
    atLeastOne("tokensPerMinute", tokensPerMinute);
    if (queue < 0 || longestWait.isNegative()) {
      throw new IllegalArgumentException("limits: neither queue nor wait can be negative");
    }
  }

  /// Limits at which a hundred calls wait two seconds at most.
  public static ProviderLimits brief(
      @Nullable Integer maxConcurrent,
      @Nullable Integer requestsPerMinute,
      @Nullable Long tokensPerMinute) {
    return new ProviderLimits(
        maxConcurrent, requestsPerMinute, tokensPerMinute, USUAL_QUEUE, USUAL_WAIT);
  }

  /// The same limits at which any number of calls waits as long as each of them likes.
  public ProviderLimits patient() {
    return new ProviderLimits(
        maxConcurrent, requestsPerMinute, tokensPerMinute, Integer.MAX_VALUE, Duration.ofDays(365));
  }

  private static void atLeastOne(String name, @Nullable Number value) {
    if (value != null && value.longValue() < 1) {
      throw new IllegalArgumentException(
          "limits.%s must be at least 1, is %s".formatted(name, value));
    }
  }
}
