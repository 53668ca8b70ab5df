package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// What a key may be used for.
@Description("What a key may be used for.")
public enum KeyScope {
  /// Chat completions, messages and responses.
  @JsonProperty("chat")
  CHAT,
  @JsonProperty("embeddings")
  EMBEDDINGS,
  /// Listing models.
  @JsonProperty("models")
  MODELS,
  /// Reading the usage and the calls of its own namespace, at the management port.
  @JsonProperty("usage")
  USAGE
}
