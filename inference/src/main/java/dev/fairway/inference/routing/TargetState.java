package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// What one process knows of one target of a route. For any number of threads, without a lock.
final class TargetState {
  private static final double NANOS_PER_TOKEN = 1e9 / 1e6;

  private final Target target;
  private final long hash;
  private final int abilities;
  private final double maxNanosPerToken;
  private final ProviderGate gate;
  private final Records records;

  /// What outlives a change of the route.
  private static final class Records {
    private final Breaker breaker;
    private final BreakerRules rules;
    private final PeakEwma firstByte = new PeakEwma();
    private final ErrorRatio errors = new ErrorRatio();
    private final RecentCalls recent;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicInteger ejections = new AtomicInteger();
    private volatile long ejectedUntil;

    Records(BreakerRules rules, long now) {
      this.rules = rules;
      this.breaker = new Breaker(rules);
      this.recent = new RecentCalls(now);
      this.ejectedUntil = now;
    }
  }

  private TargetState(Target target, ProviderGate gate, Records records) {
    this.target = target;
    this.hash = Rendezvous.target(target.id());
    this.abilities = Ability.bits(target.abilities());
    this.maxNanosPerToken =
        target.maxCostPerMillion() == null
            ? Double.POSITIVE_INFINITY
            : target.maxCostPerMillion().doubleValue() * NANOS_PER_TOKEN;
    this.gate = gate;
    this.records = records;
  }

  static TargetState fresh(Target target, ProviderGate gate, BreakerRules rules, long now) {
    return new TargetState(target, gate, new Records(rules, now));
  }

  /// The same target in a changed route. With other rules the breaker starts anew.
  TargetState continuedAs(Target changed, ProviderGate its, BreakerRules rules, long now) {
    boolean same =
        rules.equals(records.rules)
            && changed.provider().equals(target.provider())
            && changed.model().equals(target.model());
    return same ? new TargetState(changed, its, records) : fresh(changed, its, rules, now);
  }

  Target target() {
    return target;
  }

  long hash() {
    return hash;
  }

  ProviderGate gate() {
    return gate;
  }

  boolean can(int needed) {
    return (abilities & needed) == needed;
  }

  double maxNanosPerToken() {
    return maxNanosPerToken;
  }

  Breaker breaker() {
    return records.breaker;
  }

  boolean isEjected(long now) {
    return now - records.ejectedUntil < 0;
  }

  /// Nobody has answered yet: the first calls may all be waiting.
  double expectedNanos(long now) {
    return records.firstByte.at(now);
  }

  double errorRatio(long now) {
    return records.errors.at(now);
  }

  int inFlight() {
    return records.inFlight.get();
  }

  int failuresInARow() {
    return records.failuresInARow.get();
  }

  void began() {
    records.inFlight.incrementAndGet();
  }

  void firstByte(long elapsed, long now) {
    records.firstByte.observe(elapsed, now);
  }

  /// The call came to nothing that says anything about the target: the caller left, or another was
  /// faster. At least that long it would have taken.
  void abandoned(int pass, boolean begun, long elapsed, long now) {
    records.inFlight.decrementAndGet();
    records.breaker.left(pass);
    if (!begun) {
      records.firstByte.observeAtLeast(elapsed, now);
    }
  }

  void answered(int pass, long elapsed, long now) {
    records.inFlight.decrementAndGet();
    good(pass, now);
    records.recent.answered(elapsed, now);
  }

  void failed(int pass, ModelFailure failure, boolean begun, long elapsed, long now) {
    records.inFlight.decrementAndGet();
    switch (Blame.of(failure, begun)) {
      case NONE -> records.breaker.left(pass);
      case CALLER -> {
        good(pass, now);
        records.recent.other(now);
      }
      case TARGET -> {
        records.breaker.failed(pass, failure.reason(), now);
        bad(elapsed, now);
        records.failuresInARow.incrementAndGet();
      }
      case LOAD -> {
        shutForLoad(pass, failure, now);
        bad(elapsed, now);
      }
      case ACCOUNT -> {
        records.breaker.left(pass);
        records.breaker.open(failure.reason(), records.rules.unauthorizedFor().toNanos(), now);
        bad(elapsed, now);
      }
    }
  }

  private void good(int pass, long now) {
    records.breaker.succeeded(pass, now);
    records.errors.add(false, now);
    records.failuresInARow.set(0);
  }

  private void bad(long elapsed, long now) {
    records.errors.add(true, now);
    records.firstByte.observeAtLeast(elapsed, now);
    records.recent.failed(now);
  }

  private void shutForLoad(int pass, ModelFailure failure, long now) {
    Duration asked = failure.retryAfter().orElse(null);
    if (asked == null) {
      records.breaker.failed(pass, failure.reason(), now);
    } else {
      records.breaker.left(pass);
      records.breaker.open(failure.reason(), asked.toNanos(), now);
    }
  }

  /// @param firstFor grows with every ejection
  void eject(Duration firstFor, Duration maxFor, long now) {
    long times = records.ejections.incrementAndGet();
    records.ejectedUntil = now + Math.min(firstFor.toNanos() * times, maxFor.toNanos());
    records.failuresInARow.set(0);
    records.breaker.window().clear();
  }

  /// It was fine for a while.
  void forgiveOneEjection() {
    records.ejections.updateAndGet(times -> Math.max(0, times - 1));
  }

  Health health(long now) {
    Health byBreaker = records.breaker.health(now);
    return byBreaker instanceof Health.Healthy && isEjected(now)
        ? new Health.Ejected(Duration.ofNanos(records.ejectedUntil - now))
        : byBreaker;
  }

  RecentCalls recent() {
    return records.recent;
  }
}
