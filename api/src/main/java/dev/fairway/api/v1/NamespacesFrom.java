package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// Which namespaces may use a provider: its own, all, or those whose labels a selector matches.
@Description(
    "Which namespaces may use a provider: its own, all, or those whose labels a selector matches.")
public enum NamespacesFrom {
  @JsonProperty("Same")
  SAME,
  @JsonProperty("All")
  ALL,
  @JsonProperty("Selector")
  SELECTOR
}
