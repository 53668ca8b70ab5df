package dev.fairway.inference.routing;

import java.time.Duration;

/// When a target that does worse than its neighbours is left out for a while. Unlike the breaker's
/// verdict this one is relative, so it is bounded: most targets stay, and a route whose other
/// targets are all gone still uses an ejected one.
///
/// @param consecutiveFailures failures in a row that eject
/// @param margin how far a target's success rate may stay behind the median of the others. A margin
///   is used, not standard deviations, because routes have few targets
/// @param firstFor length of the first ejection; the n-th lasts n times as long
/// @param maxFor longest ejection
/// @param maxShare largest share of a route's targets that may be out at once
public record EjectionRules(
    int consecutiveFailures, double margin, Duration firstFor, Duration maxFor, double maxShare) {
  public static final EjectionRules DEFAULT =
      new EjectionRules(5, 0.3, Duration.ofSeconds(15), Duration.ofMinutes(5), 0.5);

  public EjectionRules {
    if (consecutiveFailures < 1) {
      throw new IllegalArgumentException(
          "consecutiveFailures must be at least 1, is " + consecutiveFailures);
    }
    if (!(margin > 0 && margin <= 1) || !(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("margin and maxShare must be shares");
    }
  }
}
