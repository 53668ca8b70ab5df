package dev.fairway.inference.routing;

import java.time.Duration;

/// When a call that has no first byte yet is sent to a second target too. Both may be billed.
///
/// @param after wait for the first byte
/// @param budget hedges per call, over time: 0.1 lets hedging add 10 % of load
public record HedgeRules(Duration after, double budget) {
  public HedgeRules {
    if (after.isNegative() || after.isZero()) {
      throw new IllegalArgumentException("hedgeAfter must be positive, is " + after);
    }
    if (!(budget > 0 && budget <= 1)) {
      throw new IllegalArgumentException(
          "hedge budget must be above 0 and at most 1, is " + budget);
    }
  }

  public static HedgeRules after(Duration wait) {
    return new HedgeRules(wait, 0.1);
  }
}
