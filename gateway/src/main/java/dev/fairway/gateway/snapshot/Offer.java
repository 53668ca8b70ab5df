package dev.fairway.gateway.snapshot;

import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.Target;
import java.time.Instant;

/// A model that some provider would serve.
///
/// @param target its place in a route, with the usual weight
/// @param gate of its provider
/// @param created when the model came out; the epoch when nobody knows
record Offer(Serving serving, Target target, ProviderGate gate, Instant created) {
  Offer withTarget(Target changed) {
    return new Offer(serving, changed, gate, created);
  }
}
