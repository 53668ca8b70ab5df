package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// What happens to a parameter the target cannot express: Strict fails the request, Lenient drops
/// it and says so in a condition.
@Description(
    "What happens to a parameter the target cannot express: Strict fails the request, Lenient drops it and says so in a condition.")
public enum ParameterPolicy {
  @JsonProperty("Strict")
  STRICT,
  @JsonProperty("Lenient")
  LENIENT
}
