package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// How one target of a route has done of late.
@Description("How one target of the route has done of late.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetStatus(
    @Description("Provider and model, as provider/name.") @Size(min = 1, max = 512) String target,
    @Description("Share of the route's calls, in percent.") @Min(0) @Max(100)
        @Nullable Integer sharePercent,
    @Nullable ProviderHealth health,
    @Description("Half of the calls answered within that.")
        @Pattern(Durations.PATTERN)
        @Size(max = 16)
        @Nullable String p50,
    @Description("95 of 100 calls answered within that.")
        @Pattern(Durations.PATTERN)
        @Size(max = 16)
        @Nullable String p95,
    @Description("Failed calls, in percent.") @Min(0) @Max(100) @Nullable Integer errorPercent,
    @Nullable Cost cost) {}
