package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// How much may be asked for: of a provider by all callers together, or by a key or a consumer.
@Description("How much may be asked for, by all callers it is shared by.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Limits(
    @Description("Calls per minute.") @Min(1) @Nullable Integer requestsPerMinute,
    @Description("Input and output tokens per minute.") @Min(1) @Nullable Long tokensPerMinute,
    @Description("Calls at the same time.") @Min(1) @Nullable Integer maxConcurrent) {}
