package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// What identifies who calls.
@Description("What identifies who calls.")
public enum StickyBy {
  /// The API key.
  @JsonProperty("key")
  KEY,
  /// The value of a header.
  @JsonProperty("header")
  HEADER,
  /// The end user that the request names.
  @JsonProperty("user")
  USER
}
