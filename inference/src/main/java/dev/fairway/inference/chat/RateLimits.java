package dev.fairway.inference.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much of its limits an account has left, as an answer told.
///
/// @param tokens of input and output together
public record RateLimits(
    @Nullable Window requests,
    @Nullable Window tokens,
    @Nullable Window inputTokens,
    @Nullable Window outputTokens) {
  /// Nothing was told.
  public static final RateLimits UNKNOWN = new RateLimits(null, null, null, null);

  /// One limit; null is what was not told.
  ///
  /// @param limit how many there are in a window of time
  /// @param remaining how many are left
  /// @param resetsIn when all of them are there again
  public record Window(
      @Nullable Long limit, @Nullable Long remaining, @Nullable Duration resetsIn) {
    /// The window, or null when nothing of it is known.
    public static @Nullable Window of(
        @Nullable Long limit, @Nullable Long remaining, @Nullable Duration resetsIn) {
      return limit == null && remaining == null && resetsIn == null
          ? null
          : new Window(limit, remaining, resetsIn);
    }
  }
}
