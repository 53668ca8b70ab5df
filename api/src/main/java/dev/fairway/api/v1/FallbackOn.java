package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// A failure that may lead to the next target.
@Description("A failure that may lead to the next target.")
public enum FallbackOn {
  /// The provider has too much to do, or we asked too often.
  @JsonProperty("throttled")
  THROTTLED,
  /// The provider cannot be reached or is broken.
  @JsonProperty("unavailable")
  UNAVAILABLE,
  /// The provider took too long.
  @JsonProperty("timeout")
  TIMEOUT,
  /// The request does not fit the model's context window.
  @JsonProperty("contextLength")
  CONTEXT_LENGTH
}
