package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A world with its own clock and its own dice: scripted providers, one route in front of them, and
/// callers. Minutes pass in milliseconds, and the same seed gives the same run.
final class Simulation implements Timer {
  private record Event(long at, long order, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Random dice = new Random(20261124);
  private final Map<String, SimulatedProvider> providers = new HashMap<>();
  private final Map<String, ProviderGate> gates = new HashMap<>();
  private final List<SimulatedCall> calls = new ArrayList<>();
  private ProviderLimits limits = ProviderLimits.NONE;
  private Duration patience = Duration.ofSeconds(60);
  private CostEstimate costs = CostEstimate.NONE;
  private @Nullable ModelRouter router;
  private long now = 1_000_000_000_000L;
  private final long start = now;
  private long order;

  static Duration millis(long count) {
    return Duration.ofMillis(count);
  }

  static Duration seconds(double count) {
    return Duration.ofNanos((long) (count * 1e9));
  }

  /// A provider, and a target of the same name.
  SimulatedProvider provider(String name) {
    return providers.computeIfAbsent(name, _ -> new SimulatedProvider(this, dice));
  }

  void limitEveryProvider(ProviderLimits changed) {
    limits = changed;
  }

  void callersWaitAtMost(Duration changed) {
    patience = changed;
  }

  void pricesAre(CostEstimate changed) {
    costs = changed;
  }

  ModelRouter route(RoutingPolicy policy, List<Target> targets, UnaryOperator<Route> further) {
    Route route = further.apply(Route.of("r", policy, targets));
    router = new ModelRouter(route, costs, this::gate, dice::nextDouble, now);
    return router;
  }

  ModelRouter route(RoutingPolicy policy, List<Target> targets) {
    return route(policy, targets, UnaryOperator.identity());
  }

  void changeRoute(UnaryOperator<Route> change) {
    router = router().replacedBy(change.apply(router().route()), costs, this::gate, now);
  }

  static Target target(String name) {
    return Target.of(name, name, name);
  }

  private ProviderGate gate(Target target) {
    return gates.computeIfAbsent(target.provider(), name -> new ProviderGate(name, limits, this));
  }

  ModelRouter router() {
    if (router == null) {
      throw new IllegalStateException("no route yet");
    }
    return router;
  }

  Random dice() {
    return dice;
  }

  // ---- time ----------------------------------------------------------------------------------

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void at(long nanoTime, Runnable task) {
    events.add(new Event(Math.max(now, nanoTime), order++, task));
  }

  /// In the script: that long after the world began.
  void at(Duration sinceStart, Runnable task) {
    at(start + sinceStart.toNanos(), task);
  }

  void after(long nanos, Runnable task) {
    at(now + nanos, task);
  }

  double secondsSinceStart(long moment) {
    return (moment - start) / 1e9;
  }

  /// Lets that much time pass.
  void run(Duration length) {
    long end = now + length.toNanos();
    while (!events.isEmpty() && events.element().at() <= end) {
      Event event = events.remove();
      now = event.at();
      event.task().run();
    }
    now = end;
  }

  /// Lets everything come to its end.
  void settle() {
    while (!events.isEmpty()) {
      Event event = events.remove();
      now = event.at();
      event.task().run();
    }
  }

  // ---- callers -------------------------------------------------------------------------------

  /// Calls at random moments, so many per second on average, while that much time passes.
  void callers(double perSecond, Duration length, Supplier<CallNeeds> needs) {
    long end = now + length.toNanos();
    for (long at = nextArrival(now, perSecond); at < end; at = nextArrival(at, perSecond)) {
      at(at, () -> call(needs.get()));
    }
    run(length);
  }

  void callers(double perSecond, Duration length) {
    callers(perSecond, length, () -> CallNeeds.NOTHING);
  }

  private long nextArrival(long after, double perSecond) {
    return after + (long) (-Math.log(1 - dice.nextDouble()) / perSecond * 1e9);
  }

  SimulatedCall call(CallNeeds needs) {
    SimulatedCall call = new SimulatedCall(this, needs, now + patience.toNanos());
    calls.add(call);
    call.start();
    return call;
  }

  // ---- what happened -------------------------------------------------------------------------

  Calls calls() {
    return new Calls(calls);
  }

  /// Calls made in a part of the script.
  Calls calls(double fromSecond, double toSecond) {
    return new Calls(
        calls.stream()
            .filter(call -> secondsSinceStart(call.began()) >= fromSecond)
            .filter(call -> secondsSinceStart(call.began()) < toSecond)
            .toList());
  }

  record Calls(List<SimulatedCall> all) {
    int count() {
      return all.size();
    }

    long answered() {
      return all.stream().filter(call -> call.answeredBy() != null).count();
    }

    long answeredBy(String target) {
      return all.stream().filter(call -> target.equals(call.answeredBy())).count();
    }

    double shareOf(String target) {
      return (double) answeredBy(target) / answered();
    }

    double shareAnswered() {
      return (double) answered() / count();
    }

    long attempts() {
      return all.stream().mapToLong(SimulatedCall::attempts).sum();
    }

    List<ModelFailure> failures() {
      return all.stream().flatMap(call -> call.failure().stream()).toList();
    }

    /// Seconds that the given share of answered calls took at most.
    double secondsAt(double share) {
      double[] sorted =
          all.stream()
              .filter(call -> call.answeredBy() != null)
              .mapToDouble(SimulatedCall::seconds)
              .sorted()
              .toArray();
      return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }
  }

  /// What a scripted provider says its answers used.
  static final Usage USED = Usage.of(10, 10);
}
