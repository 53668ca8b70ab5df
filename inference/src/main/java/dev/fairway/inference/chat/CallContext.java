package dev.fairway.inference.chat;

import java.time.Duration;

/// What surrounds one call.
///
/// @param timeout the whole call, retries included
/// @param unsupported what happens to a field that the provider cannot express
public record CallContext(Duration timeout, Unsupported unsupported) {
  public CallContext {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, is " + timeout);
    }
  }

  /// A strict call.
  public static CallContext within(Duration timeout) {
    return new CallContext(timeout, Unsupported.REFUSE);
  }

  /// What happens to a field that the provider cannot express.
  public enum Unsupported {
    /// The call fails with [ModelFailure.UnsupportedParameter].
    REFUSE,
    /// The field is left out and listed in [ChatResponse#dropped].
    DROP
  }
}
