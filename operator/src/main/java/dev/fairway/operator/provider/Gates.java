package dev.fairway.operator.provider;

import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.inference.routing.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The limits of the providers, each shared by all calls of this process. Thread-safe.
public final class Gates {
  private final Map<Limited, ProviderGate> gates = new ConcurrentHashMap<>();

  /// A provider under the limits it has now; with other limits it starts anew.
  private record Limited(String provider, ProviderLimits limits) {}

  public ProviderGate of(Target target) {
    return gates.computeIfAbsent(
        new Limited(target.key(), target.limits()),
        _ -> new ProviderGate(target.provider(), target.limits(), Timer.system()));
  }
}
