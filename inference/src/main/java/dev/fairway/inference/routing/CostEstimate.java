package dev.fairway.inference.routing;

/// What a call would cost at a target. Asked on every decision that prices play a part in, so it
/// must be quick and must not block; any number of threads ask at once.
@FunctionalInterface
public interface CostEstimate {
  /// The price is not known. Never 0: that is a model that is free.
  long UNKNOWN = -1;

  /// Nothing is known of any price.
  CostEstimate NONE = (_, _, _) -> UNKNOWN;

  /// Billionths of the route's currency, or [#UNKNOWN]. All targets of a route are compared, so all
  /// must be estimated in one currency.
  long nanos(Target target, long inputTokens, long outputTokens);
}
