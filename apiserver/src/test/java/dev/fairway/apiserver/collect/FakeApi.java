package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.StoreConflict;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// As much of the API as the collectors need, straight on a store.
final class FakeApi implements LocalApi {
  private static final List<String> VERBS = List.of("create", "delete", "deletecollection");

  private final ResourceStore store;
  private final CopyOnWriteArrayList<ServedKind> kinds = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  FakeApi(ResourceStore store) {
    this.store = store;
    serve("", "v1", "namespaces", "Namespace", false);
    serve("", "v1", "configmaps", "ConfigMap", true);
    serve("", "v1", "serviceaccounts", "ServiceAccount", true);
    serve("", "v1", "events", "Event", true);
    serve("", "v1", "pods", "Pod", true);
    serve(
        "apiextensions.k8s.io",
        "v1",
        "customresourcedefinitions",
        "CustomResourceDefinition",
        false);
  }

  ResourceType serve(String group, String version, String plural, String kind, boolean namespaced) {
    ResourceType type = new ResourceType(group, plural);
    kinds.add(new ServedKind(type, group, version, plural, kind, namespaced, VERBS));
    return type;
  }

  int calls() {
    return calls.get();
  }

  @Override
  public List<ServedKind> kinds() {
    return List.copyOf(kinds);
  }

  @Override
  public Map<String, Object> call(String method, String path, Map<String, Object> body) {
    if (!method.equals("GET")) {
      calls.incrementAndGet();
    }
    Target target = target(path);
    try {
      return switch (method) {
        case "GET" -> existing(target.key()).tree();
        case "POST" -> create(target.kind, target.namespace, body);
        case "PATCH" -> patch(target, body);
        case "PUT" -> replace(target, body);
        case "DELETE" -> target.name.isEmpty() ? deleteAll(target) : delete(target.key(), body);
        default -> throw new ApiRefusal(405, method);
      };
    } catch (StoreConflict e) {
      throw new ApiRefusal(409, String.valueOf(e.getMessage()));
    }
  }

  private record Target(ServedKind kind, String namespace, String name, String subresource) {
    Key key() {
      return new Key(kind.type(), namespace, name);
    }
  }

  private Target target(String path) {
    List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    String group = parts.removeFirst().equals("apis") ? parts.removeFirst() : "";
    parts.removeFirst();
    String namespace = "";
    if (parts.size() > 2
        && parts.getFirst().equals("namespaces")
        && !List.of("status", "finalize").contains(parts.get(2))) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    ResourceType type = new ResourceType(group, parts.getFirst());
    ServedKind kind =
        kinds.stream()
            .filter(served -> served.type().equals(type))
            .findFirst()
            .orElseThrow(() -> new ApiRefusal(404, path));
    return new Target(
        kind,
        namespace,
        parts.size() > 1 ? parts.get(1) : "",
        parts.size() > 2 ? parts.get(2) : "");
  }

  private Map<String, Object> create(ServedKind kind, String namespace, Map<String, Object> body) {
    Map<String, Object> object = Json.copy(body);
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(object, "metadata"));
    metadata.putIfAbsent("uid", UUID.randomUUID().toString());
    object.put("metadata", metadata);
    if (kind.type().equals(NamespaceCollector.NAMESPACES)) {
      object.put("spec", Map.of("finalizers", List.of("kubernetes")));
    }
    return store
        .create(new Key(kind.type(), namespace, Trees.text(metadata, "name")), object)
        .tree();
  }

  private Map<String, Object> patch(Target target, Map<String, Object> body) {
    Stored stored = existing(target.key());
    check(stored, Trees.map(body, "metadata"));
    Map<String, Object> patched = stored.tree();
    merge(patched, body);
    return write(stored, patched);
  }

  private Map<String, Object> replace(Target target, Map<String, Object> body) {
    Stored stored = existing(target.key());
    check(stored, Trees.map(body, "metadata"));
    return write(stored, Json.copy(body));
  }

  private Map<String, Object> deleteAll(Target target) {
    for (Stored stored : store.snapshot().list(target.kind.type(), target.namespace, null, 0)) {
      Map<String, Object> _ = delete(stored.key(), Map.of());
    }
    return Map.of();
  }

  private Map<String, Object> delete(Key key, Map<String, Object> options) {
    Stored stored = existing(key);
    check(stored, Trees.map(options, "preconditions"));
    Map<String, Object> object = stored.tree();
    Map<String, Object> metadata = Json.object(object.get("metadata"));
    List<String> finalizers = new ArrayList<>(Trees.texts(metadata, "finalizers"));
    switch (Trees.text(options, "propagationPolicy")) {
      case "Foreground" -> finalizers.add(Metadata.FOREGROUND);
      case "Orphan" -> finalizers.add(Metadata.ORPHAN);
      default -> {}
    }
    metadata.put("finalizers", finalizers.stream().distinct().toList());
    metadata.putIfAbsent("deletionTimestamp", "2026-01-01T00:00:00Z");
    return write(stored, object);
  }

  private Map<String, Object> write(Stored stored, Map<String, Object> object) {
    Metadata metadata = new Metadata(object);
    boolean held =
        !metadata.finalizers().isEmpty()
            || !Trees.texts(Trees.map(object, "spec"), "finalizers").isEmpty();
    if (metadata.deleting() && !held) {
      return store.delete(stored.key(), stored.revision()).tree();
    }
    return object.equals(stored.tree())
        ? object
        : store.update(stored.key(), stored.revision(), object).tree();
  }

  private Stored existing(Key key) {
    Optional<Stored> found = store.snapshot().get(key);
    return found.orElseThrow(() -> new ApiRefusal(404, key + " not found"));
  }

  private static void check(Stored stored, Map<String, Object> preconditions) {
    Metadata now = Metadata.of(stored);
    if (!Trees.text(preconditions, "uid").isEmpty()
        && !Trees.text(preconditions, "uid").equals(now.uid())) {
      throw new ApiRefusal(409, "another uid");
    }
    if (!Trees.text(preconditions, "resourceVersion").isEmpty()
        && !Trees.text(preconditions, "resourceVersion").equals(now.resourceVersion())) {
      throw new ApiRefusal(409, "another resourceVersion");
    }
  }

  private static void merge(Map<String, Object> into, Map<String, Object> patch) {
    for (Map.Entry<String, ? extends @Nullable Object> entry : patch.entrySet()) {
      Object value = entry.getValue();
      if (value == null) {
        into.remove(entry.getKey());
      } else if (value instanceof Map<?, ?> map
          && into.get(entry.getKey()) instanceof Map<?, ?> below) {
        merge(Json.object(below), Json.object(map));
      } else {
        into.put(entry.getKey(), value);
      }
    }
  }
}
