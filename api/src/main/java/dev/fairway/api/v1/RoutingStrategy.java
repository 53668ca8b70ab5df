package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// How a route chooses among its targets.
@Description("How a route chooses among its targets.")
public enum RoutingStrategy {
  /// By weight.
  @JsonProperty("Weighted")
  WEIGHTED,
  /// The cheapest for the tokens of this call.
  @JsonProperty("LowestCost")
  LOWEST_COST,
  /// The quickest to its first byte of late.
  @JsonProperty("LowestLatency")
  LOWEST_LATENCY,
  /// The one that fails least of late.
  @JsonProperty("HighestAvailability")
  HIGHEST_AVAILABILITY,
  /// The lowest priority that is well.
  @JsonProperty("Priority")
  PRIORITY
}
