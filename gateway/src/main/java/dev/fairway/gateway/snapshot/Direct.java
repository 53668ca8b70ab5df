package dev.fairway.gateway.snapshot;

import dev.fairway.gateway.http.UpstreamRequest;
import dev.fairway.gateway.http.UpstreamTarget;
import dev.fairway.inference.dialect.Dialect;
import java.util.Map;
import java.util.Optional;

/// A target that callers of its own format reach byte for byte.
///
/// @param starts what requests to it begin with, by path below the provider's base URL
public record Direct(
    Dialect dialect, UpstreamTarget target, Map<String, UpstreamRequest.Start> starts) {
  public Direct {
    starts = Map.copyOf(starts);
  }

  /// What a request to that path begins with; empty when the provider has no such path.
  public Optional<UpstreamRequest.Start> start(String path) {
    return Optional.ofNullable(starts.get(path));
  }

  /// Does not show the starts, which hold a credential.
  @Override
  public String toString() {
    return "Direct[" + dialect.name() + ", " + target.endpoint().authority() + "]";
  }
}
