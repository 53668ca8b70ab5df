package dev.fairway.inference.routing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A public model name and the targets behind it.
///
/// @param experiment keeps subjects at their target; only with [RoutingPolicy.Weighted]
/// @param fallbackOn what another target is asked after
/// @param hedge null for no second request
/// @param cacheAware whether a conversation prefers the target that has its beginning cached
public record Route(
    String name,
    List<Target> targets,
    RoutingPolicy policy,
    @Nullable Experiment experiment,
    Set<FallbackOn> fallbackOn,
    RetryRules retry,
    BreakerRules breaker,
    EjectionRules ejection,
    @Nullable HedgeRules hedge,
    boolean cacheAware) {
  /// Targets are bits of a `long`.
  public static final int MAX_TARGETS = 64;

  public Route {
    targets = List.copyOf(targets);
    fallbackOn = Set.copyOf(fallbackOn);
    if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
      throw new IllegalArgumentException(
          "route %s: targets must be 1 to %d, are %d".formatted(name, MAX_TARGETS, targets.size()));
    }
    if (targets.stream().map(Target::id).collect(Collectors.toSet()).size() < targets.size()) {
      throw new IllegalArgumentException("route %s: two targets have one id".formatted(name));
    }
    if (experiment != null && !(policy instanceof RoutingPolicy.Weighted)) {
      throw new IllegalArgumentException(
          "route %s: an experiment needs strategy Weighted".formatted(name));
    }
  }

  /// A route that falls back on every failure that allows it, with the usual rules.
  public static Route of(String name, RoutingPolicy policy, List<Target> targets) {
    return new Route(
        name,
        targets,
        policy,
        null,
        EnumSet.allOf(FallbackOn.class),
        RetryRules.DEFAULT,
        BreakerRules.DEFAULT,
        EjectionRules.DEFAULT,
        null,
        false);
  }

  public Route withTargets(List<Target> changed) {
    return new Route(
        name, changed, policy, experiment, fallbackOn, retry, breaker, ejection, hedge, cacheAware);
  }

  public Route withExperiment(@Nullable Experiment changed) {
    return new Route(
        name, targets, policy, changed, fallbackOn, retry, breaker, ejection, hedge, cacheAware);
  }

  public Route withFallbackOn(Set<FallbackOn> changed) {
    return new Route(
        name, targets, policy, experiment, changed, retry, breaker, ejection, hedge, cacheAware);
  }

  public Route withRetry(RetryRules changed) {
    return new Route(
        name,
        targets,
        policy,
        experiment,
        fallbackOn,
        changed,
        breaker,
        ejection,
        hedge,
        cacheAware);
  }

  public Route withBreaker(BreakerRules changed) {
    return new Route(
        name, targets, policy, experiment, fallbackOn, retry, changed, ejection, hedge, cacheAware);
  }

  public Route withEjection(EjectionRules changed) {
    return new Route(
        name, targets, policy, experiment, fallbackOn, retry, breaker, changed, hedge, cacheAware);
  }

  public Route withHedge(@Nullable HedgeRules changed) {
    return new Route(
        name,
        targets,
        policy,
        experiment,
        fallbackOn,
        retry,
        breaker,
        ejection,
        changed,
        cacheAware);
  }

  public Route withCacheAware(boolean changed) {
    return new Route(
        name, targets, policy, experiment, fallbackOn, retry, breaker, ejection, hedge, changed);
  }
}
