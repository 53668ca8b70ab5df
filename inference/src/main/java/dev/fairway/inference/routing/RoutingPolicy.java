package dev.fairway.inference.routing;

/// How a route chooses among the targets that can take a call.
public sealed interface RoutingPolicy {
  /// By weight. Over time the shares are exact, not merely likely; with an [Experiment] each
  /// subject keeps its target instead.
  record Weighted() implements RoutingPolicy {}

  /// The cheapest for this call's estimated tokens; an unknown price comes last.
  record LowestCost() implements RoutingPolicy {}

  /// The better of two taken by chance, by time to first byte and calls under way.
  record LowestLatency() implements RoutingPolicy {}

  /// The one that failed least of late; targets that are as good as equal share by weight.
  record HighestAvailability() implements RoutingPolicy {}

  /// The first tier that has a target; within it by weight.
  record Priority() implements RoutingPolicy {}
}
