package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One key of a Secret. Holds no secret itself, so it may be printed.
@Description("One key of a Secret.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRef(
    @Description("Name of the Secret.") @Size(min = 1, max = 253) String name,
    @Description("Namespace of the Secret; the namespace of this object when absent.")
        @Size(min = 1, max = 63)
        @Nullable String namespace,
    @Description("Key within the Secret. May be left out when the Secret has exactly one key.")
        @Size(min = 1, max = 253)
        @Nullable String key) {}
