package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// Where the answer goes: into the status (stored elsewhere when it is larger than 256 KiB), into a
/// ConfigMap, or into the result store.
@Description(
    "Where the answer goes: into the status (stored elsewhere when it is larger than 256 KiB), into a ConfigMap, or into the result store.")
public enum Delivery {
  @JsonProperty("Inline")
  INLINE,
  @JsonProperty("ConfigMap")
  CONFIG_MAP,
  @JsonProperty("Store")
  STORE
}
