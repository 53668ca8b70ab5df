package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/// When a failing target is left alone.
@Description("When a failing target is left alone.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CircuitBreaker(
    @Description("Share of failed calls in the last minute, in percent.")
        @Min(1)
        @Max(100)
        @Default("50")
        Integer failurePercent,
    @Description("Not before so many calls in the last minute.") @Min(1) @Max(10000) @Default("10")
        Integer minimumCalls,
    @Description("How long until one call is tried again.")
        @Pattern(Durations.PATTERN)
        @Size(max = 16)
        @Default("30s")
        String openFor) {
  public CircuitBreaker {
    failurePercent = Absent.or(failurePercent, 50);
    minimumCalls = Absent.or(minimumCalls, 10);
    openFor = Absent.or(openFor, "30s");
  }
}
