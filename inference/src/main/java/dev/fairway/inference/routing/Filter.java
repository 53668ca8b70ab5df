package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

/// Which targets of a route can take a call: allowed, able, large enough, cheap enough, and well.
/// Sets of targets are bits.
final class Filter {
  private static final long NOBODY = 0;

  /// Tokens a price is measured with: few, since some prices rise with the length of the prompt.
  private static final long SAMPLE = 1_000;

  /// What is said when a target is just being tried out by others.
  private static final long SOON_MILLIS = 1_000;

  private static final String LOAD = ModelFailure.Throttled.class.getSimpleName();

  private final Route route;
  private final TargetState[] targets;
  private final CostEstimate costs;

  Filter(Route route, TargetState[] targets, CostEstimate costs) {
    this.route = route;
    this.targets = targets;
    this.costs = costs;
  }

  /// Whether they are well or not.
  ///
  /// @param largerThan the window must be larger than that
  long suitable(CallNeeds needs, long largerThan) {
    long bits = NOBODY;
    int needed = Ability.bits(needs.abilities());
    for (int i = 0; i < targets.length; i++) {
      TargetState target = targets[i];
      if (isAllowed(needs, target)
          && target.can(needed)
          && isLarge(needs, target, largerThan)
          && isCheap(target)) {
        bits |= 1L << i;
      }
    }
    return bits;
  }

  /// Those of them that may be called now. An ejected target is better than none.
  long well(long suitable, long now) {
    long open = NOBODY;
    long kept = NOBODY;
    for (long left = suitable; left != NOBODY; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if (targets[i].breaker().lets(now)) {
        open |= 1L << i;
        kept |= targets[i].isEjected(now) ? NOBODY : 1L << i;
      }
    }
    return kept == NOBODY ? open : kept;
  }

  private static boolean isAllowed(CallNeeds needs, TargetState target) {
    return needs.allowed().test(target.target())
        && (needs.boundTo() == null
            ? target.target().weight() > 0
            : needs.boundTo().equals(target.target().id()));
  }

  private static boolean isLarge(CallNeeds needs, TargetState target, long largerThan) {
    long window = target.target().contextTokens();
    return needs.inputTokens() <= window && window > largerThan;
  }

  private boolean isCheap(TargetState target) {
    if (target.maxNanosPerToken() == Double.POSITIVE_INFINITY) {
      return true;
    }
    double most = target.maxNanosPerToken() * SAMPLE;
    long in = costs.nanos(target.target(), SAMPLE, 0);
    long out = costs.nanos(target.target(), 0, SAMPLE);
    return in != CostEstimate.UNKNOWN && out != CostEstimate.UNKNOWN && in <= most && out <= most;
  }

  /// Why [#suitable] is empty: the first wall that the call ran into.
  ModelFailure whyNoneIsSuitable(CallNeeds needs) {
    String at = "route " + route.name() + ": ";
    if (none(target -> isAllowed(needs, target))) {
      return new ModelFailure.BadRequest(
          at
              + "no target with a weight above 0 is open to this caller"
              + (needs.boundTo() == null
                  ? ""
                  : "; the call is bound to %s, which made the signatures in it"
                      .formatted(needs.boundTo())),
          "model",
          null);
    }
    for (Ability ability : needs.abilities()) {
      if (none(target -> isAllowed(needs, target) && target.can(ability.bit()))) {
        return new ModelFailure.UnsupportedParameter(
            at + "no target can do what the call asks for: " + ability.word(), ability.word());
      }
    }
    if (none(target -> isAllowed(needs, target) && isLarge(needs, target, 0))) {
      return new ModelFailure.ContextTooLong(
          "%sthe call has about %d tokens, more than any target takes"
              .formatted(at, needs.inputTokens()));
    }
    if (none(target -> isAllowed(needs, target) && isCheap(target))) {
      return new ModelFailure.BadRequest(
          at + "every target costs more than its maxCostPerMillion, or its price is unknown",
          "model",
          null);
    }
    return new ModelFailure.BadRequest(
        at + "no target meets all the call's needs at once", "model", null);
  }

  /// Why none of the suitable ones may be called now, and when one may.
  ModelFailure whyNoneIsWell(long suitable, long now) {
    long soonest = Long.MAX_VALUE;
    boolean throttled = true;
    for (long left = suitable; left != NOBODY; left &= left - 1) {
      Breaker breaker = targets[Long.numberOfTrailingZeros(left)].breaker();
      soonest = Math.min(soonest, breaker.opensInNanos(now));
      throttled &= breaker.health(now) instanceof Health.Open(var reason, _) && reason.equals(LOAD);
    }
    String message = "route %s: no target is well enough to be called".formatted(route.name());
    Duration wait = Duration.ofMillis(Math.max(SOON_MILLIS, soonest / 1_000_000 + 1));
    return throttled
        ? new ModelFailure.Throttled(message, wait)
        : new ModelFailure.Unavailable(message, null, wait, false);
  }

  private boolean none(Predicate<TargetState> test) {
    return Arrays.stream(targets).noneMatch(test);
  }
}
