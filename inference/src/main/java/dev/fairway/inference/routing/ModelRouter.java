package dev.fairway.inference.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides for one route where its calls go, and remembers how they fared. Never blocks; any number
/// of threads use one router. All times are nanoseconds on one monotonic clock, which the caller
/// reads.
public final class ModelRouter {
  private final Route route;
  private final TargetState[] targets;
  private final Filter filter;
  private final Selection selection;
  private final Outliers outliers;
  private final RetryBudget retries;
  private final RetryBudget hedges;
  private final WarmTargets warm;
  private final WeightedTurn turn;
  private final DoubleSupplier chance;

  /// @param gates the gate of a target's provider, the same for all its targets in all routes
  /// @param chance numbers from 0 to below 1, for any number of threads
  public ModelRouter(
      Route route,
      CostEstimate costs,
      Function<Target, ProviderGate> gates,
      DoubleSupplier chance,
      long now) {
    this(route, costs, gates, chance, null, now);
  }

  private ModelRouter(
      Route route,
      CostEstimate costs,
      Function<Target, ProviderGate> gates,
      DoubleSupplier chance,
      @Nullable ModelRouter before,
      long now) {
    this.route = route;
    this.chance = chance;
    this.targets =
        route.targets().stream()
            .map(target -> state(target, gates.apply(target), before, now))
            .toArray(TargetState[]::new);
    this.turn = before == null ? new WeightedTurn(chance.getAsDouble()) : before.turn;
    this.warm = new WarmTargets();
    this.retries = new RetryBudget(route.retry().budget());
    this.hedges = new RetryBudget(route.hedge() == null ? 0 : route.hedge().budget());
    this.filter = new Filter(route, targets, costs);
    this.selection = new Selection(route, targets, costs, chance, turn, warm);
    this.outliers = new Outliers(route.ejection(), route.breaker().minimumCalls(), targets, now);
  }

  /// This router with a changed route. Targets that stay keep their health and figures; calls under
  /// way end at the old one and still count.
  public ModelRouter replacedBy(
      Route changed, CostEstimate newCosts, Function<Target, ProviderGate> gates, long now) {
    return new ModelRouter(changed, newCosts, gates, chance, this, now);
  }

  private TargetState state(
      Target target, ProviderGate gate, @Nullable ModelRouter before, long now) {
    Optional<TargetState> known =
        before == null
            ? Optional.empty()
            : Arrays.stream(before.targets)
                .filter(state -> state.target().id().equals(target.id()))
                .findAny();
    return known
        .map(state -> state.continuedAs(target, gate, route.breaker(), now))
        .orElseGet(() -> TargetState.fresh(target, gate, route.breaker(), now));
  }

  public Route route() {
    return route;
  }

  /// A call that wants an answer.
  ///
  /// @param deadline when it must be over, retries and waits included
  /// @param wake runs on any thread, quickly, when a call that stands in a queue may go on
  public RoutedCall call(CallNeeds needs, long deadline, Runnable wake) {
    retries.call();
    hedges.call();
    return new RoutedCall(this, needs, deadline, wake);
  }

  Filter filter() {
    return filter;
  }

  Selection selection() {
    return selection;
  }

  RetryBudget retries() {
    return retries;
  }

  RetryBudget hedges() {
    return hedges;
  }

  double chance() {
    return chance.getAsDouble();
  }

  TargetState state(int index) {
    return targets[index];
  }

  void answered(int index, long conversation, long now) {
    if (route.cacheAware() && conversation != 0) {
      warm.put(conversation, index, now);
    }
    ended(index, now);
  }

  void ended(int index, long now) {
    outliers.look(targets[index], now);
  }

  /// What happened of late, target by target.
  public List<TargetStatus> status(long now) {
    int all = 0;
    for (TargetState target : targets) {
      all += target.recent().calls(now);
    }
    List<TargetStatus> status = new ArrayList<>();
    for (TargetState target : targets) {
      status.add(status(target, all, now));
    }
    return status;
  }

  private static TargetStatus status(TargetState target, int all, long now) {
    int calls = target.recent().calls(now);
    long[] latencies = target.recent().latencies(now);
    return new TargetStatus(
        target.target(),
        target.health(now),
        calls,
        share(calls, all),
        share(target.recent().failures(now), calls),
        Duration.ofNanos(LatencyBuckets.quantileNanos(latencies, 0.5)),
        Duration.ofNanos(LatencyBuckets.quantileNanos(latencies, 0.95)),
        target.inFlight());
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
