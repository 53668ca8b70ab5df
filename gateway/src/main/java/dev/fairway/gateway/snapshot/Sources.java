package dev.fairway.gateway.snapshot;

import dev.fairway.api.v1.Limits;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.api.v1.VisibleNamespaces;
import dev.fairway.gateway.http.UpstreamTarget;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.provider.ProviderWire;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.inference.routing.Timer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The providers, from one picture to the next: connections stay open while an endpoint stays the
/// same, and calls under way count while limits do. For one thread.
final class Sources {
  private final ProviderAccess access;
  private final ModelCatalog catalog;
  private final Upstream upstream;
  private final Map<String, LocalServing> locals;
  private final LocalSource local;
  private final InstantSource clock;
  private Map<String, HttpSource> before = Map.of();

  Sources(
      ProviderAccess access,
      ModelCatalog catalog,
      Upstream upstream,
      Collection<LocalServing> locals,
      int localCallsAtOnce,
      InstantSource clock) {
    this.access = access;
    this.catalog = catalog;
    this.upstream = upstream;
    this.locals =
        locals.stream().collect(Collectors.toMap(LocalServing::name, Function.identity()));
    ProviderLimits limits = ProviderLimits.brief(localCallsAtOnce, null, null);
    this.local =
        new LocalSource(
            LocalSource.NAME,
            this.locals,
            new ProviderGate(LocalSource.NAME, limits, Timer.system()));
    this.clock = clock;
  }

  /// Which provider has which name where.
  final class Visible {
    private final Configuration now;
    private final Map<String, OfferSource> byId;

    private Visible(Configuration now, Map<String, OfferSource> byId) {
      this.now = now;
      this.byId = byId;
    }

    /// The providers that objects of the namespace may use, by name. One of its own goes before one
    /// of another namespace, and that before the one of this process.
    Map<String, OfferSource> from(String namespace) {
      Map<String, OfferSource> found = new HashMap<>();
      List<ModelProvider> ordered =
          now.providers().stream()
              .sorted(
                  Comparator.<ModelProvider, Boolean>comparing(
                          provider -> !provider.getMetadata().getNamespace().equals(namespace))
                      .thenComparing(provider -> provider.getMetadata().getNamespace()))
              .toList();
      for (ModelProvider provider : ordered) {
        OfferSource source = byId.get(id(provider));
        if (source != null && isOpenTo(provider, namespace)) {
          found.putIfAbsent(provider.getMetadata().getName(), source);
        }
      }
      found.putIfAbsent(LocalSource.NAME, local);
      return found;
    }

    private boolean isOpenTo(ModelProvider provider, String namespace) {
      if (provider.getMetadata().getNamespace().equals(namespace)) return true;
      VisibleNamespaces visible = provider.getSpec().namespaces();
      if (visible == null) return false;
      return switch (visible.from()) {
        case SAME -> false;
        case ALL -> true;
        case SELECTOR ->
            visible.selector() != null
                && now.namespaces().containsKey(namespace)
                && visible.selector().matches(now.namespaces().get(namespace));
      };
    }
  }

  Visible open(Configuration now, Complaints complaints) {
    Map<String, HttpSource> remote = new HashMap<>();
    Map<String, OfferSource> all = new HashMap<>();
    for (ModelProvider provider : now.providers()) {
      String id = id(provider);
      try {
        if (provider.getSpec().type() == ProviderType.ONNX) {
          all.put(id, new LocalSource(provider.getMetadata().getName(), locals, local.gate()));
        } else {
          HttpSource source = remote(id, provider, access.open(provider, now.secrets()));
          remote.put(id, source);
          all.put(id, source);
        }
      } catch (RuntimeException e) {
        complaints.leftOut("ModelProvider " + id, "" + e.getMessage());
      }
    }
    before = remote;
    return new Visible(now, all);
  }

  private HttpSource remote(String id, ModelProvider provider, ProviderWire wire) {
    HttpSource known = before.get(id);
    ProviderLimits limits = limits(provider.getSpec().limits());
    UpstreamTarget target =
        known != null && known.target().endpoint().equals(wire.endpoint())
            ? known.target()
            : new UpstreamTarget(wire.endpoint());
    ProviderGate gate =
        known != null && known.gate().limits().equals(limits)
            ? known.gate()
            : new ProviderGate(provider.getMetadata().getName(), limits, Timer.system());
    return new HttpSource(
        provider.getMetadata().getName(), id, wire, target, gate, catalog, upstream, clock);
  }

  private static ProviderLimits limits(@Nullable Limits given) {
    return given == null
        ? ProviderLimits.NONE
        : ProviderLimits.brief(
            given.maxConcurrent(), given.requestsPerMinute(), given.tokensPerMinute());
  }

  private static String id(ModelProvider provider) {
    return provider.getMetadata().getNamespace() + "/" + provider.getMetadata().getName();
  }
}
