package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One model a route may choose.
@Description("One model the route may choose.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteTarget(
    ModelRef modelRef,
    @Description("Share of the calls, beside the other targets' weights. 0 gets none.")
        @Min(0)
        @Max(1000)
        @Default("1")
        Integer weight,
    @Description("Lower comes first, for strategy Priority and for fallback.")
        @Min(0)
        @Max(1000)
        @Default("0")
        Integer priority,
    @Description("Not chosen while input or output costs more per million tokens.")
        @Pattern(Pricing.AMOUNT)
        @Size(max = 32)
        @Nullable String maxCostPerMillion) {
  public RouteTarget {
    weight = Absent.or(weight, 1);
    priority = Absent.or(priority, 0);
  }
}
