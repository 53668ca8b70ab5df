package dev.fairway.gateway.snapshot;

import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.routing.CatalogCosts;
import dev.fairway.inference.routing.ModelRouter;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.Route;
import dev.fairway.inference.routing.RoutingPolicy;
import dev.fairway.inference.routing.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The routers, from one picture to the next: targets that stay keep their health. For one thread,
/// but for [#loose].
final class Routers {
  private static final String CURRENCY = "USD";

  private final InstantSource clock;
  private Map<String, Kept> before = Map.of();
  private Map<String, Kept> now = new HashMap<>();

  private record Kept(
      Route route,
      Map<String, PriceList> prices,
      Map<String, ProviderGate> gates,
      ModelRouter router) {}

  Routers(InstantSource clock) {
    this.clock = clock;
  }

  /// A model in front of one offer.
  ///
  /// @param id of the router, the same for the same thing in the next picture
  ServedModel single(String id, String name, String owner, Offer offer) {
    return model(id, name, owner, offer.created(), route(name, offer), List.of(offer));
  }

  ServedModel routed(
      String id,
      Route route,
      String owner,
      Instant created,
      List<Offer> offers,
      Unsupported unsupported) {
    Kept kept = kept(id, route, offers);
    return served(route.name(), owner, created, kept.router, offers, unsupported);
  }

  /// One that is not kept for the next picture. Any thread.
  ServedModel loose(String name, String owner, Offer offer) {
    Kept fresh = fresh(route(name, offer), List.of(offer), null);
    return served(name, owner, offer.created(), fresh.router, List.of(offer), Unsupported.REFUSE);
  }

  /// The picture is complete; what is not in it is forgotten.
  void turn() {
    before = now;
    now = new HashMap<>();
  }

  private ServedModel model(
      String id, String name, String owner, Instant created, Route route, List<Offer> offers) {
    return served(name, owner, created, kept(id, route, offers).router, offers, Unsupported.REFUSE);
  }

  private static Route route(String name, Offer offer) {
    return Route.of(name, new RoutingPolicy.Weighted(), List.of(offer.target()));
  }

  private Kept kept(String id, Route route, List<Offer> offers) {
    return now.computeIfAbsent(
        id,
        _ -> {
          Kept old = before.get(id);
          Kept fresh = old;
          if (old == null
              || !old.route.equals(route)
              || !old.prices.equals(prices(offers))
              || !old.gates.equals(gates(offers))) {
            fresh = fresh(route, offers, old == null ? null : old.router);
          }
          return fresh;
        });
  }

  private Kept fresh(Route route, List<Offer> offers, @Nullable ModelRouter old) {
    Map<String, PriceList> prices = prices(offers);
    Map<String, ProviderGate> gates = gates(offers);
    CatalogCosts costs = new CatalogCosts(prices, CURRENCY, clock);
    ModelRouter router =
        old == null
            ? new ModelRouter(
                route,
                costs,
                target -> gate(gates, target),
                () -> ThreadLocalRandom.current().nextDouble(),
                System.nanoTime())
            : old.replacedBy(route, costs, target -> gate(gates, target), System.nanoTime());
    return new Kept(route, prices, gates, router);
  }

  private static ProviderGate gate(Map<String, ProviderGate> gates, Target target) {
    ProviderGate gate = gates.get(target.id());
    if (gate == null) throw new IllegalArgumentException("no gate of target " + target.id());
    return gate;
  }

  private static Map<String, PriceList> prices(List<Offer> offers) {
    return offers.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                offer -> offer.target().id(), offer -> offer.serving().prices()));
  }

  private static Map<String, ProviderGate> gates(List<Offer> offers) {
    return offers.stream()
        .collect(Collectors.toUnmodifiableMap(offer -> offer.target().id(), Offer::gate));
  }

  private static ServedModel served(
      String name,
      String owner,
      Instant created,
      ModelRouter router,
      List<Offer> offers,
      Unsupported unsupported) {
    Map<String, Serving> servings =
        offers.stream()
            .collect(Collectors.toUnmodifiableMap(offer -> offer.target().id(), Offer::serving));
    return new ServedModel(name, owner, created, router, servings, unsupported);
  }
}
