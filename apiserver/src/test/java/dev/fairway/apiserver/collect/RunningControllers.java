package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// All controllers over a store in memory, and short ways to make and see objects.
final class RunningControllers implements AutoCloseable {
  static final ResourceType MAPS = new ResourceType("", "configmaps");
  static final ResourceType PODS = new ResourceType("", "pods");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final ResourceStore store = ResourceStores.inMemory(Clock.systemUTC());
  final FakeApi api = new FakeApi(store);
  private final Controllers controllers =
      Controllers.start(store, api, Clock.systemUTC(), "the CA");

  @Override
  public void close() {
    controllers.close();
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
    Map<String, Object> whole = new LinkedHashMap<>(metadata);
    whole.put("name", key.name());
    Map<String, Object> made =
        api.call("POST", kind.path(key.namespace()), Map.of("metadata", whole));
    return reference(kind, new Metadata(made), key.name());
  }

  Map<String, Object> createOwned(Key key, List<Map<String, Object>> owners) {
    return create(key, Map.of("ownerReferences", owners));
  }

  static Map<String, Object> blocking(Map<String, Object> reference) {
    Map<String, Object> blocking = new LinkedHashMap<>(reference);
    blocking.put("blockOwnerDeletion", true);
    return blocking;
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

  private static Map<String, Object> reference(ServedKind kind, Metadata made, String name) {
    return Json.copy(
        Map.of(
            "apiVersion", kind.apiVersion(),
            "kind", kind.kind(),
            "name", name,
            "uid", made.uid()));
  }
}
