package dev.fairway.operator.route;

import dev.fairway.api.v1.ModelRoute;
import dev.fairway.api.v1.ParameterPolicy;
import dev.fairway.api.v1.RouteTarget;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.routing.CatalogCosts;
import dev.fairway.inference.routing.ModelRouter;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.Route;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.model.Models;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.operator.provider.Gates;
import dev.fairway.operator.provider.Listing;
import dev.fairway.operator.provider.RefFields;
import dev.fairway.operator.provider.Target;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Finds the ModelRoute a name stands for, with a router that remembers how its targets fared.
/// Thread-safe.
public final class Routes {
  private static final String CURRENCY = "USD";

  private final RouteObjects objects = new RouteObjects();
  private final Models models;
  private final Gates gates;
  private final InstantSource clock;
  private final Map<String, Current> routers = new ConcurrentHashMap<>();

  /// A router and what it was made of.
  private record Current(
      Route route, CatalogCosts costs, Map<String, ProviderGate> gates, ModelRouter router) {}

  public Routes(Models models, Gates gates, InstantSource clock) {
    this.models = models;
    this.gates = gates;
    this.clock = clock;
  }

  /// The routes of a namespace as they are now.
  public static Routes now(
      KubernetesClient client, String namespace, Models models, InstantSource clock) {
    List<ModelRoute> now =
        Listing.orNone(
            () -> client.resources(ModelRoute.class).inNamespace(namespace).list().getItems());
    Routes routes = new Routes(models, new Gates(), clock);
    routes.objects.readFrom(now::stream);
    return routes;
  }

  RouteObjects objects() {
    return objects;
  }

  /// The route of that name, with those of its targets that can be found.
  ///
  /// @throws Refusal when none can, or the route makes no sense
  public Optional<Routed> find(String name, String namespace) {
    return objects.named(name, namespace).map(this::routed);
  }

  private Routed routed(ModelRoute object) {
    Map<String, Target> found = new LinkedHashMap<>();
    List<dev.fairway.inference.routing.Target> targets = new ArrayList<>();
    Refusal first = null;
    for (int i = 0; i < object.getSpec().targets().size(); i++) {
      try {
        Target target = target(object, i);
        targets.add(RouteRules.target(object.getSpec().targets().get(i), target));
        found.put(RouteRules.id(target), target);
      } catch (Refusal refusal) {
        if (first == null) first = refusal;
      }
    }
    String name = object.getMetadata().getName();
    if (first != null && targets.isEmpty()) {
      throw new Refusal(
          first.reason(), "spec.modelRef.name: ModelRoute %s: %s".formatted(name, first.message()));
    }
    boolean lenient = object.getSpec().parameterPolicy() == ParameterPolicy.LENIENT;
    return new Routed(name, lenient, router(object, RouteRules.of(object, targets), found), found);
  }

  /// @throws Refusal naming the first field that is wrong
  void check(ModelRoute object) {
    List<dev.fairway.inference.routing.Target> targets = new ArrayList<>();
    for (int i = 0; i < object.getSpec().targets().size(); i++) {
      targets.add(RouteRules.target(object.getSpec().targets().get(i), target(object, i)));
    }
    RouteRules.of(object, targets);
  }

  private Target target(ModelRoute object, int index) {
    RouteTarget said = object.getSpec().targets().get(index);
    String path = "spec.targets[%d].modelRef".formatted(index);
    Target target =
        models.find(said.modelRef(), object.getMetadata().getNamespace(), RefFields.at(path));
    if (target instanceof Target.Local local && local.builtIn() instanceof BuiltIn.Embeddings) {
      throw new Refusal(
          "NotSupported",
          "%s.name: %s embeds texts; a route needs models that chat"
              .formatted(path, local.model()));
    }
    return target;
  }

  /// The same as long as nothing changed; a changed one goes on with what it knows of its targets.
  private ModelRouter router(ModelRoute object, Route route, Map<String, Target> found) {
    Map<String, PriceList> prices = new LinkedHashMap<>();
    Map<String, ProviderGate> its = new LinkedHashMap<>();
    found.forEach((id, target) -> {
      prices.put(id, target.known().prices());
      its.put(id, gates.of(target));
    });
    CatalogCosts costs = new CatalogCosts(prices, CURRENCY, clock);
    return routers
        .compute(object.getMetadata().getUid(), (_, before) -> current(before, route, costs, its))
        .router();
  }

  private static Current current(
      @Nullable Current before, Route route, CatalogCosts costs, Map<String, ProviderGate> its) {
    if (before != null
        && before.route().equals(route)
        && before.costs().equals(costs)
        && before.gates().equals(its)) {
      return before;
    }
    long now = System.nanoTime();
    ModelRouter router =
        before == null
            ? new ModelRouter(
                route,
                costs,
                target -> gate(its, target),
                () -> ThreadLocalRandom.current().nextDouble(),
                now)
            : before.router().replacedBy(route, costs, target -> gate(its, target), now);
    return new Current(route, costs, Map.copyOf(its), router);
  }

  private static ProviderGate gate(
      Map<String, ProviderGate> its, dev.fairway.inference.routing.Target target) {
    return Objects.requireNonNull(its.get(target.id()), "a gate for every target");
  }

  /// Call when the object is gone.
  void forget(String uid) {
    routers.remove(uid);
  }
}
