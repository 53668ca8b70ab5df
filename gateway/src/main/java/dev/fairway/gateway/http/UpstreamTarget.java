package dev.fairway.gateway.http;

import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.Timeouts;

/// One provider as connections see it. Compared by identity: as long as a provider's settings stay
/// the same, so should its target, which is what its open connections are kept under.
public final class UpstreamTarget {
  private final Endpoint endpoint;

  public UpstreamTarget(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  Timeouts timeouts() {
    return endpoint.timeouts();
  }
}
