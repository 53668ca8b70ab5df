package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which targets answer under the route's name, and how one is chosen.
@Description("Which targets answer under the name of this route, and how one is chosen.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelRouteSpec(
    @Description("Where calls may go.") @ListType("atomic") @Size(min = 1, max = 32)
        List<RouteTarget> targets,
    @Description("How a target is chosen.") @Default("Weighted") RoutingStrategy strategy,
    @Nullable Experiment experiment,
    @Nullable Fallback fallback,
    @Nullable RouteRetry retry,
    @Nullable CircuitBreaker circuitBreaker,
    @Description(
            "When no byte has come for that long, the next target is asked as well; the first answer wins. Both may be billed.")
        @Pattern(Durations.PATTERN)
        @Size(max = 16)
        @Nullable String hedgeAfter,
    @Description("What happens to a parameter that a target cannot express.") @Default("Strict")
        ParameterPolicy parameterPolicy) {
  public ModelRouteSpec {
    targets = Absent.copyOf(targets);
    strategy = Absent.or(strategy, RoutingStrategy.WEIGHTED);
    parameterPolicy = Absent.or(parameterPolicy, ParameterPolicy.STRICT);
  }
}
