package dev.fairway.inference.routing;

import java.time.Duration;

/// Whether a target gets calls.
public sealed interface Health {
  /// It takes its full share.
  record Healthy() implements Health {}

  /// It had been shut off and takes a few calls at once, more with every success.
  record Recovering(int callsAtOnce) implements Health {}

  /// The circuit breaker lets no call through.
  ///
  /// @param reason [dev.fairway.inference.chat.ModelFailure#reason] of the failure that opened it
  record Open(String reason, Duration left) implements Health {}

  /// It does worse than its neighbours and is left out.
  record Ejected(Duration left) implements Health {}
}
