package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Size;

/// A ModelProvider visible from the namespace, or a built-in one.
@Description("A ModelProvider visible from this namespace, or a built-in one such as openai.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderRef(
    @Description("Name of the ModelProvider.") @Size(min = 1, max = 253) String name) {}
