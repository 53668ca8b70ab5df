package dev.fairway.gateway.snapshot;

import dev.fairway.api.v1.CircuitBreaker;
import dev.fairway.api.v1.Durations;
import dev.fairway.api.v1.Fallback;
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
import dev.fairway.inference.routing.Target;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a ModelRoute says, in the words of routing.
final class RouteRules {
  private RouteRules() {}

  /// @throws IllegalArgumentException when the parts do not go together
  static Route route(String name, ModelRouteSpec spec, List<Target> targets) {
    Route route =
        Route.of(name, policy(spec.strategy()), targets)
            .withFallbackOn(on(spec.fallback()))
            .withBreaker(breaker(spec.circuitBreaker()));
    if (spec.experiment() != null) {
      route = route.withExperiment(new Experiment(spec.experiment().name()));
    }
    if (spec.retry() != null) {
      route = route.withRetry(retry(spec.retry().attempts()));
    }
    return spec.hedgeAfter() == null
        ? route
        : route.withHedge(HedgeRules.after(Durations.parse(spec.hedgeAfter())));
  }

  static Target target(Target target, String id, RouteTarget said) {
    String most = said.maxCostPerMillion();
    return new Target(
        id,
        target.provider(),
        target.model(),
        said.weight(),
        said.priority(),
        target.contextTokens(),
        target.abilities(),
        most == null ? null : new BigDecimal(most));
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

  private static Set<FallbackOn> on(@Nullable Fallback said) {
    if (said == null) return EnumSet.allOf(FallbackOn.class);
    return said.when().stream()
        .map(on ->
            switch (on) {
              case THROTTLED -> FallbackOn.THROTTLED;
              case UNAVAILABLE -> FallbackOn.UNAVAILABLE;
              case TIMEOUT -> FallbackOn.TIMEOUT;
              case CONTEXT_LENGTH -> FallbackOn.CONTEXT_LENGTH;
            })
        .collect(Collectors.toUnmodifiableSet());
  }

  private static RetryRules retry(int attempts) {
    RetryRules usual = RetryRules.DEFAULT;
    return new RetryRules(
        attempts, usual.inAll(), usual.firstDelay(), usual.maxDelay(), usual.budget());
  }

  private static BreakerRules breaker(@Nullable CircuitBreaker said) {
    BreakerRules usual = BreakerRules.DEFAULT;
    return said == null
        ? usual
        : new BreakerRules(
            said.failurePercent() / 100.0,
            said.minimumCalls(),
            usual.window(),
            Durations.parse(said.openFor()),
            usual.unauthorizedFor());
  }
}
