package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;

/// What a [RoutedCall] wants done next.
public sealed interface Step {
  /// Send the request to the attempt's target.
  record Send(Attempt attempt) implements Step {}

  /// Call [RoutedCall#resume] at that time.
  record Pause(long untilNanos) implements Step {}

  /// The call stands in a provider's queue: [RoutedCall#resume] when it is woken.
  record Queue() implements Step {}

  /// Nothing: another attempt is still under way.
  record Await() implements Step {}

  /// It is over without an answer.
  record GiveUp(ModelFailure failure) implements Step {}
}
