package dev.fairway.gateway.snapshot;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.routing.ModelRouter;
import dev.fairway.inference.routing.Target;
import java.time.Instant;
import java.util.Map;

/// A model as callers name it.
///
/// @param owner who is named as its owner: a provider, or the namespace of a route
/// @param router where its calls go
/// @param servings what stands behind each target, by the target's id
/// @param unsupported what happens to a parameter that a target cannot express
public record ServedModel(
    String name,
    String owner,
    Instant created,
    ModelRouter router,
    Map<String, Serving> servings,
    Unsupported unsupported) {
  public ServedModel {
    servings = Map.copyOf(servings);
    for (Target target : router.route().targets()) {
      if (!servings.containsKey(target.id())) {
        throw new IllegalArgumentException("nothing stands behind target " + target.id());
      }
    }
  }

  public Serving serving(Target target) {
    Serving found = servings.get(target.id());
    if (found == null) {
      throw new IllegalArgumentException("no target of this model: " + target.id());
    }
    return found;
  }
}
