package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// How long each phase of a call may take. A phase without a value has the built-in limit.
@Description("How long each phase of a call may take.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Timeouts(
    @Description("Until the connection stands, TLS included.")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        @Nullable String connect,
    @Description("From the request sent to the first byte of the answer.")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        @Nullable String firstByte,
    @Description("Between two parts of a streamed answer.")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        @Nullable String idle,
    @Description("The whole call.") @Pattern(Durations.PATTERN) @Size(max = 32)
        @Nullable String total) {}
