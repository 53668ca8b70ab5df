package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// How much a model takes and gives.
@Description("How much the model takes and gives.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelLimits(
    @Description("Input and output tokens together.") @Min(1) @Nullable Long contextTokens,
    @Description("Output tokens.") @Min(1) @Nullable Integer maxOutputTokens) {}
