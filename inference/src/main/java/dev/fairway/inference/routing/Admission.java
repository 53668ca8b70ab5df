package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;

/// What a [ProviderGate] says to a call.
public sealed interface Admission permits Permit, Ticket, Admission.Refused {
  /// The call cannot go, and would not have got its turn in the time it may wait.
  record Refused(ModelFailure.Throttled failure) implements Admission {}
}
