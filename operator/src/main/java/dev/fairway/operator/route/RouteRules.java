package dev.fairway.operator.route;

import dev.fairway.api.v1.CircuitBreaker;
import dev.fairway.api.v1.Durations;
import dev.fairway.api.v1.ModelRoute;
import dev.fairway.api.v1.ModelRouteSpec;
import dev.fairway.api.v1.RouteTarget;
import dev.fairway.api.v1.RoutingStrategy;
import dev.fairway.inference.routing.BreakerRules;
import dev.fairway.inference.routing.Experiment;
import dev.fairway.inference.routing.FallbackOn;
import dev.fairway.inference.routing.HedgeRules;
import dev.fairway.inference.routing.RetryRules;
import dev.fairway.inference.routing.Route;
import dev.fairway.inference.routing.RoutingPolicy;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.provider.Target;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a ModelRoute says, in the words of the router.
final class RouteRules {
  private RouteRules() {}

  /// @throws Refusal when the parts do not go together
  static Route of(ModelRoute object, List<dev.fairway.inference.routing.Target> targets) {
    ModelRouteSpec spec = object.getSpec();
    try {
      return Route.of(object.getMetadata().getName(), policy(spec.strategy()), targets)
          .withExperiment(
              spec.experiment() == null ? null : new Experiment(spec.experiment().name()))
          .withFallbackOn(fallbackOn(spec))
          .withRetry(retry(spec))
          .withBreaker(breaker(spec.circuitBreaker()))
          .withHedge(hedge(spec.hedgeAfter()));
    } catch (IllegalArgumentException e) {
      throw new Refusal("InvalidRoute", "spec: " + e.getMessage());
    }
  }

  static dev.fairway.inference.routing.Target target(RouteTarget said, Target found) {
    return dev.fairway.inference.routing.Target.of(id(found), found.key(), found.model())
        .described(found.known())
        .withWeight(said.weight())
        .withPriority(said.priority())
        .withMaxCostPerMillion(
            said.maxCostPerMillion() == null ? null : new BigDecimal(said.maxCostPerMillion()));
  }

  static String id(Target found) {
    return found.provider() + "/" + found.model();
  }

  private static RoutingPolicy policy(RoutingStrategy strategy) {
    return switch (strategy) {
      case WEIGHTED -> new RoutingPolicy.Weighted();
      case LOWEST_COST -> new RoutingPolicy.LowestCost();
      case LOWEST_LATENCY -> new RoutingPolicy.LowestLatency();
      case HIGHEST_AVAILABILITY -> new RoutingPolicy.HighestAvailability();
      case PRIORITY -> new RoutingPolicy.Priority();
    };
  }

  /// A route that says nothing falls back on everything that allows it.
  private static Set<FallbackOn> fallbackOn(ModelRouteSpec spec) {
    if (spec.fallback() == null) return EnumSet.allOf(FallbackOn.class);
    return spec.fallback().when().stream()
        .map(on -> FallbackOn.valueOf(on.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static RetryRules retry(ModelRouteSpec spec) {
    RetryRules usual = RetryRules.DEFAULT;
    if (spec.retry() == null) return usual;
    return new RetryRules(
        spec.retry().attempts(),
        usual.inAll(),
        usual.firstDelay(),
        usual.maxDelay(),
        usual.budget());
  }

  private static BreakerRules breaker(@Nullable CircuitBreaker said) {
    BreakerRules usual = BreakerRules.DEFAULT;
    if (said == null) return usual;
    return new BreakerRules(
        said.failurePercent() / 100.0,
        said.minimumCalls(),
        usual.window(),
        Durations.parse(said.openFor()),
        usual.unauthorizedFor());
  }

  private static @Nullable HedgeRules hedge(@Nullable String after) {
    return after == null ? null : HedgeRules.after(Durations.parse(after));
  }
}
