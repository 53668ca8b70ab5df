package dev.fairway.gateway.snapshot;

import dev.fairway.api.keys.KeyDigest;
import dev.fairway.gateway.keys.Caller;
import dev.fairway.inference.catalog.ModelCatalog;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the picture that the data path works by out of the objects of the cluster. What cannot be
/// used is left out alone. Remembers the picture before, so that connections and health outlive a
/// change. For one thread.
final class SnapshotBuilder {
  /// Models that no catalog lists, remembered per picture; more are found anew each time.
  private static final int MAX_UNLISTED = 1_000;

  private final Sources sources;
  private final ModelCatalog catalog;
  private final Routers routers;
  private final Complaints complaints = new Complaints();

  SnapshotBuilder(Sources sources, ModelCatalog catalog, InstantSource clock) {
    this.sources = sources;
    this.catalog = catalog;
    this.routers = new Routers(clock);
  }

  GatewaySnapshot build(Configuration now) {
    Map<KeyDigest, Caller> callers = new Callers(now, complaints).all();
    Sources.Visible visible = sources.open(now, complaints);
    Map<String, Map<String, ServedModel>> models = new HashMap<>();
    Map<String, Map<String, OfferSource>> providers = new HashMap<>();
    callers.values().stream()
        .map(Caller::namespace)
        .distinct()
        .forEach(namespace -> {
          Map<String, OfferSource> seen = visible.from(namespace);
          providers.put(namespace, seen);
          models.put(
              namespace,
              new NamespaceModels(namespace, seen, catalog, routers, complaints).all(now));
        });
    complaints.turn();
    routers.turn();
    return new GatewaySnapshot(callers, models, unlisted(providers));
  }

  private GatewaySnapshot.Unlisted unlisted(Map<String, Map<String, OfferSource>> providers) {
    Map<String, ServedModel> known = new ConcurrentHashMap<>();
    return (namespace, name) -> {
      ServedModel before = known.get(namespace + "/" + name);
      if (before != null) return Optional.of(before);
      Optional<ServedModel> found = find(providers.getOrDefault(namespace, Map.of()), name);
      if (known.size() < MAX_UNLISTED) {
        found.ifPresent(model -> known.putIfAbsent(namespace + "/" + name, model));
      }
      return found;
    };
  }

  private Optional<ServedModel> find(Map<String, OfferSource> providers, String name) {
    int slash = name.indexOf('/');
    if (slash < 1 || slash == name.length() - 1) return Optional.empty();
    String provider = name.substring(0, slash);
    return Optional.ofNullable(providers.get(provider))
        .flatMap(source -> source.find(name.substring(slash + 1)))
        .map(offer -> routers.loose(name, provider, offer));
  }
}
