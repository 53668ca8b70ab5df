package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request that was made for a call, for records and bills: a call that was retried or hedged
/// has several, and each may cost.
///
/// @param number from 1, in the order they were sent
/// @param failure why it failed; null otherwise
/// @param usage what the provider reported; for a request that was cut off, what it had worked on
///   by then, estimated
public record AttemptReport(
    Target target,
    int number,
    boolean hedge,
    Ending ending,
    @Nullable ModelFailure failure,
    Usage usage,
    Duration took) {

  /// How a request ended.
  public enum Ending {
    ANSWERED,
    FAILED,
    /// Cancelled: another answer was faster, or the caller left.
    ABANDONED
  }
}
