package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// What the last probes and calls showed.
@Description("What the last probes and calls showed.")
public enum ProviderHealth {
  @JsonProperty("Healthy")
  HEALTHY,
  @JsonProperty("Degraded")
  DEGRADED,
  @JsonProperty("Unavailable")
  UNAVAILABLE,
  @JsonProperty("Unknown")
  UNKNOWN
}
