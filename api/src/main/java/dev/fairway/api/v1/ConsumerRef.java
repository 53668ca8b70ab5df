package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Size;

/// A Consumer of the same namespace.
@Description("A Consumer of the same namespace.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsumerRef(
    @Description("Name of the Consumer.") @Size(min = 1, max = 253) String name) {}
