package dev.fairway.gateway.snapshot;

import dev.fairway.gateway.http.UpstreamRequest;
import dev.fairway.gateway.http.UpstreamTarget;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Operations;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.HttpOperation;
import dev.fairway.inference.provider.ProviderWire;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A provider behind HTTP. The target of its connections and the gate of its limits outlive it when
/// neither endpoint nor limits change.
final class HttpSource implements OfferSource {
  /// What callers of a provider's own format post to, by the name of the dialect.
  private static final Map<String, String> PATHS =
      Map.of("openai", "/chat/completions", "anthropic", "/v1/messages");

  private final String name;
  private final String key;
  private final ProviderWire wire;
  private final UpstreamTarget target;
  private final ProviderGate gate;
  private final ModelCatalog catalog;
  private final Direct direct;
  private final ChatModel chat;
  private final @Nullable EmbeddingModel embeddings;

  /// @param key identity of the provider in the cluster
  HttpSource(
      String name,
      String key,
      ProviderWire wire,
      UpstreamTarget target,
      ProviderGate gate,
      ModelCatalog catalog,
      Upstream upstream,
      InstantSource clock) {
    this.name = name;
    this.key = key;
    this.wire = wire;
    this.target = target;
    this.gate = gate;
    this.catalog = catalog;
    this.direct = new Direct(wire.dialect(), target, starts(wire));
    this.chat =
        new HttpChatModel(
            upstream,
            wire.endpoint(),
            wire.dialect(),
            wire.credential(),
            RetryPolicy.NEVER,
            clock,
            model -> catalog.traits(wire.vendor(), model));
    this.embeddings = embeddings(wire, upstream, clock);
  }

  private static @Nullable EmbeddingModel embeddings(
      ProviderWire wire, Upstream upstream, InstantSource clock) {
    var operation = Operations.embeddings().get(wire.dialect().name());
    return operation == null
        ? null
        : new HttpOperation<>(
                upstream,
                wire.endpoint(),
                wire.dialect(),
                operation,
                wire.credential(),
                RetryPolicy.NEVER,
                clock)
            ::call;
  }

  private static Map<String, UpstreamRequest.Start> starts(ProviderWire wire) {
    String path = PATHS.get(wire.dialect().name());
    Optional<Map<String, String>> shown = shown(wire.credential(), wire.dialect());
    if (path == null || shown.isEmpty()) return Map.of();
    Endpoint endpoint = wire.endpoint();
    List<String> lines = new ArrayList<>(List.of("content-type", "application/json"));
    endpoint
        .headers()
        .forEach((header, value) -> {
          // A client's own version of the format goes before the usual one.
          if (!wire.dialect().headers().containsKey(header)) lines.addAll(List.of(header, value));
        });
    shown.get().forEach((header, value) -> lines.addAll(List.of(header, value)));
    return Map.of(
        path, new UpstreamRequest.Start(endpoint.authority(), endpoint.path(path), lines));
  }

  private static Optional<Map<String, String>> shown(
      @Nullable Credential credential, Dialect dialect) {
    return credential == null ? Optional.of(Map.of()) : credential.headers(dialect.keyHeader());
  }

  UpstreamTarget target() {
    return target;
  }

  ProviderGate gate() {
    return gate;
  }

  @Override
  public String vendor() {
    return wire.vendor();
  }

  @Override
  public Collection<String> listed() {
    return catalog.models().stream()
        .filter(model -> model.vendor().equals(wire.vendor()))
        .filter(model -> model.task() == Task.CHAT || model.task() == Task.EMBEDDINGS)
        .map(CatalogModel::name)
        .toList();
  }

  /// Of a model that is not in the catalog nothing is known but that the provider may have it.
  @Override
  public Optional<Offer> find(String model) {
    Optional<CatalogModel> known = catalog.find(wire.vendor(), model);
    Task task = known.map(CatalogModel::task).orElse(null);
    CatalogModel facts = known.orElseGet(() -> CatalogModel.unknown(wire.vendor(), model));
    Serving serving =
        new Serving(
            name,
            model,
            direct,
            task == Task.EMBEDDINGS ? null : chat,
            task == Task.CHAT ? null : embeddings,
            catalog.traits(wire.vendor(), model),
            facts.prices());
    Target place = Target.of(name + "/" + model, key, model).described(facts);
    return Optional.of(new Offer(serving, place, gate, created(facts)));
  }

  private static Instant created(CatalogModel model) {
    return model.released() == null
        ? Instant.EPOCH
        : model.released().atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
