package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.access.Authorizer;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.RequestPipeline;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Stored;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// All controllers over the real pipeline and a store in memory, and short ways to make and see
/// objects.
final class RunningControllers implements AutoCloseable {
  static final ResourceType MAPS = new ResourceType("", "configmaps");
  static final ResourceType SECRETS = new ResourceType("", "secrets");
  static final ResourceType THINGS = new ResourceType("example.com", "things");
  static final Key DEFINITION = new Key(DefinitionCollector.DEFINITIONS, "", "things.example.com");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final ResourceStore store = ResourceStores.inMemory(Clock.systemUTC());
  private final RequestPipeline pipeline = pipeline(store);
  final LocalApi api = new PipelineApi(pipeline);
  private @Nullable Controllers controllers;

  RunningControllers() {
    restart();
  }

  /// Ends the controllers of before, and starts new ones on the same store.
  void restart() {
    stop();
    controllers = Controllers.start(store, api, Clock.systemUTC(), "the CA");
  }

  void stop() {
    if (controllers != null) {
      controllers.close();
    }
  }

  static RequestPipeline pipeline(ResourceStore store) {
    return new RequestPipeline(
        new RequestPipeline.Parts(
            store,
            new BuiltinTypes(),
            Clock.systemUTC(),
            new Random(1),
            _ -> Optional.empty(),
            (_, _) -> new Authorizer.Decision(true, ""),
            _ -> Optional.empty(),
            (_, _, _, _) -> "token"));
  }

  @Override
  public void close() {
    stop();
    pipeline.close();
    store.close();
  }

  static Key map(String name) {
    return new Key(MAPS, "default", name);
  }

  ServedKind kind(ResourceType type) {
    return api.kinds().stream().filter(kind -> kind.type().equals(type)).findFirst().orElseThrow();
  }

  /// Returns a reference to the new object, for its dependents.
  Map<String, Object> create(Key key, Map<String, Object> metadata) {
    ServedKind kind = kind(key.type());
    Map<String, Object> made = createWith(key, metadata, Map.of());
    return Json.copy(
        Map.of(
            "apiVersion", kind.apiVersion(),
            "kind", kind.kind(),
            "name", key.name(),
            "uid", new Metadata(made).uid()));
  }

  Map<String, Object> createWith(
      Key key, Map<String, Object> metadata, Map<String, Object> content) {
    ServedKind kind = kind(key.type());
    Map<String, Object> whole = new LinkedHashMap<>(content);
    Map<String, Object> wholeMetadata = new LinkedHashMap<>(metadata);
    wholeMetadata.put("name", key.name());
    whole.put("apiVersion", kind.apiVersion());
    whole.put("kind", kind.kind());
    whole.put("metadata", wholeMetadata);
    return api.call("POST", kind.path(key.namespace()), whole);
  }

  Map<String, Object> createOwned(Key key, List<Map<String, Object>> owners) {
    return create(key, Map.of("ownerReferences", owners));
  }

  static Map<String, Object> blocking(Map<String, Object> reference) {
    Map<String, Object> blocking = new LinkedHashMap<>(reference);
    blocking.put("blockOwnerDeletion", true);
    return blocking;
  }

  /// A kind of its own, namespaced, with any content.
  void defineThings() {
    Map<String, Object> schema =
        Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
    Map<String, Object> version =
        Map.of(
            "name",
            "v1",
            "served",
            true,
            "storage",
            true,
            "schema",
            Map.of("openAPIV3Schema", schema));
    Map<String, Object> _ =
        createWith(
            DEFINITION,
            Map.of(),
            Map.of(
                "spec",
                Map.of(
                    "group",
                    "example.com",
                    "scope",
                    "Namespaced",
                    "names",
                    Map.of("plural", "things", "singular", "thing", "kind", "Thing"),
                    "versions",
                    List.of(version))));
  }

  void delete(Key key, String policy) {
    Map<String, Object> _ =
        api.call("DELETE", kind(key.type()).path(key), Map.of("propagationPolicy", policy));
  }

  void setMetadata(Key key, String field, Object value) {
    Map<String, Object> _ =
        api.call("PATCH", kind(key.type()).path(key), Map.of("metadata", Map.of(field, value)));
  }

  Optional<Metadata> find(Key key) {
    return store.snapshot().get(key).map(Metadata::of);
  }

  boolean exists(Key key) {
    return store.snapshot().get(key).isPresent();
  }

  void awaitGone(Key... keys) {
    for (Key key : keys) {
      await(key + " is gone", () -> !exists(key));
    }
  }

  /// What was caused before has been worked off when an object that has to go has gone.
  void settle() {
    Key marker = map("marker-" + store.snapshot().revision());
    createOwned(
        marker,
        List.of(Map.of("apiVersion", "v1", "kind", "ConfigMap", "name", "nobody", "uid", "none")));
    awaitGone(marker);
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain until " + what + "; stored: " + dump());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private List<Object> dump() {
    List<Object> all = new ArrayList<>();
    for (ResourceType type : store.snapshot().types()) {
      for (Stored stored : store.snapshot().list(type, "", null, 0)) {
        all.add(stored.tree());
      }
    }
    return all;
  }
}
