package dev.fairway.operator.route;

import dev.fairway.inference.routing.ModelRouter;
import dev.fairway.operator.provider.Target;
import java.util.Map;

/// A route that calls can take now.
///
/// @param lenient whether it lets parameters go that a target cannot express
/// @param targets those that were found, by the id they have in the router
public record Routed(
    String name, boolean lenient, ModelRouter router, Map<String, Target> targets) {
  public Routed {
    targets = Map.copyOf(targets);
  }
}
