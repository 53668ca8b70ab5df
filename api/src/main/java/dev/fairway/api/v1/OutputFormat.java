package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// The shape of the answer: text as it comes, or JSON that is parsed and checked.
@Description("The shape of the answer: text as it comes, or JSON that is parsed and checked.")
public enum OutputFormat {
  @JsonProperty("text")
  TEXT,
  @JsonProperty("json")
  JSON
}
