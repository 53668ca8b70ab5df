package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// What happens when an operator dies between sending a call and storing its answer: Fail never
/// asks twice, Retry asks again.
@Description(
    "What happens when an operator dies between sending a call and storing its answer: Fail never asks twice, Retry asks again.")
public enum OnInterruption {
  @JsonProperty("Fail")
  FAIL,
  @JsonProperty("Retry")
  RETRY
}
