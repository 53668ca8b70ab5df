package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Empties a namespace that is being deleted, then lets it go: deletes its content kind by kind,
/// pods first, waits for finalizers, and says in conditions what it waits for.
final class NamespaceCollector implements Feed.Listener, AutoCloseable {
  static final ResourceType NAMESPACES = new ResourceType("", "namespaces");
  private static final ResourceType PODS = new ResourceType("", "pods");
  private static final String FINALIZER = "kubernetes";
  private static final int THREADS = 2;

  /// Deletions are heard of; this is for what is not, such as a kind that comes back.
  private static final Duration WHILE_CONTENT_IS_LEFT = Duration.ofSeconds(5);

  /// Changes of content within this time are looked at together.
  private static final Duration GATHERED = Duration.ofMillis(100);

  private final ResourceStore store;
  private final LocalApi api;
  private final Clock clock;
  private final Set<String> terminating = ConcurrentHashMap.newKeySet();
  private final Worker<String> worker = new Worker<>("namespace-collector", THREADS, this::look);

  NamespaceCollector(ResourceStore store, LocalApi api, Clock clock) {
    this.store = store;
    this.api = api;
    this.clock = clock;
  }

  void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  @Override
  public void changed(Change change) {
    Key key = change.current().key();
    if (key.type().equals(NAMESPACES)) {
      namespaceChanged(key.name(), change);
    } else if (terminating.contains(key.namespace())) {
      worker.add(key.namespace(), GATHERED);
    }
  }

  private void namespaceChanged(String name, Change change) {
    if (change.kind() == Change.Kind.DELETED) {
      terminating.remove(name);
    } else if (Metadata.of(change.current()).deleting() && terminating.add(name)) {
      worker.add(name);
    }
  }

  private Optional<Duration> look(String name) {
    Optional<Stored> found = store.snapshot().get(new Key(NAMESPACES, "", name));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> namespace = found.get().tree();
    if (!new Metadata(namespace).deleting() || !finalizers(namespace).contains(FINALIZER)) {
      return Optional.empty();
    }
    List<String> failures = deleteContent(name);
    NamespaceConditions.Content content = content(name, failures);
    writeStatus(name, namespace, content);
    if (content.gone()) {
      release(name);
      return Optional.empty();
    }
    return Optional.of(WHILE_CONTENT_IS_LEFT);
  }

  private List<String> deleteContent(String namespace) {
    List<String> failures = new ArrayList<>();
    for (ServedKind kind : namespacedKinds()) {
      if (hasUndeleted(kind, namespace)) {
        try {
          Map<String, Object> _ = api.call("DELETE", kind.path(namespace), background());
        } catch (ApiRefusal e) {
          failures.add(String.valueOf(e.getMessage()));
        }
      }
    }
    return failures;
  }

  private List<ServedKind> namespacedKinds() {
    return api.kinds().stream()
        .filter(kind -> kind.namespaced() && kind.allows("deletecollection"))
        .sorted(Comparator.comparing(kind -> !kind.type().equals(PODS)))
        .toList();
  }

  /// What is being deleted already is only waited for.
  private boolean hasUndeleted(ServedKind kind, String namespace) {
    return store.snapshot().list(kind.type(), namespace, null, 0).stream()
        .anyMatch(stored -> !Metadata.of(stored).deleting());
  }

  /// Counted in the store and not only over served kinds: while anything is left, the namespace
  /// stays.
  private NamespaceConditions.Content content(String namespace, List<String> failures) {
    Snapshot snapshot = store.snapshot();
    TreeMap<String, Integer> objects = new TreeMap<>();
    TreeMap<String, Integer> finalizers = new TreeMap<>();
    for (ResourceType type : snapshot.types()) {
      for (Stored stored : snapshot.list(type, namespace, null, 0)) {
        objects.merge(type.plural() + "." + type.group(), 1, Integer::sum);
        for (String finalizer : Metadata.of(stored).finalizers()) {
          finalizers.merge(finalizer, 1, Integer::sum);
        }
      }
    }
    return new NamespaceConditions.Content(failures, objects, finalizers);
  }

  private void writeStatus(
      String name, Map<String, Object> namespace, NamespaceConditions.Content content) {
    Map<String, Object> status = Trees.map(namespace, "status");
    List<Map<String, Object>> before = Trees.objects(status, "conditions");
    List<Map<String, Object>> conditions = NamespaceConditions.of(content, before, clock.instant());
    if (!conditions.equals(before) || !"Terminating".equals(status.get("phase"))) {
      Map<String, Object> _ =
          api.call(
              "PATCH",
              path(name) + "/status",
              Map.of(
                  "metadata",
                  Map.of("resourceVersion", new Metadata(namespace).resourceVersion()),
                  "status",
                  Map.of("phase", "Terminating", "conditions", conditions)));
    }
  }

  /// The finalizers of a namespace are changed by a subresource of their own.
  private void release(String name) {
    Map<String, Object> namespace = api.call("GET", path(name), Map.of());
    List<String> remaining = new ArrayList<>(finalizers(namespace));
    remaining.remove(FINALIZER);
    Map<String, Object> spec = new LinkedHashMap<>(Trees.map(namespace, "spec"));
    spec.put("finalizers", remaining);
    Map<String, Object> released = Json.copy(namespace);
    released.put("spec", spec);
    Map<String, Object> _ = api.call("PUT", path(name) + "/finalize", released);
  }

  private static List<String> finalizers(Map<String, Object> namespace) {
    return Trees.texts(Trees.map(namespace, "spec"), "finalizers");
  }

  private static String path(String name) {
    return "/api/v1/namespaces/" + name;
  }

  private static Map<String, Object> background() {
    return Map.of("apiVersion", "v1", "kind", "DeleteOptions", "propagationPolicy", "Background");
  }
}
