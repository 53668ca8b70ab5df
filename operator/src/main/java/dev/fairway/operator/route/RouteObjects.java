package dev.fairway.operator.route;

import dev.fairway.api.v1.ModelRoute;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The ModelRoute objects of the cluster, as the route controller's informer has them. Thread-safe.
final class RouteObjects {
  private volatile Supplier<Stream<ModelRoute>> cached = Stream::empty;

  void readFrom(Supplier<Stream<ModelRoute>> cache) {
    cached = cache;
  }

  Optional<ModelRoute> named(String name, String namespace) {
    return cached
        .get()
        .filter(route -> route.getMetadata().getNamespace().equals(namespace))
        .filter(route -> route.getMetadata().getName().equals(name))
        .findAny();
  }
}
