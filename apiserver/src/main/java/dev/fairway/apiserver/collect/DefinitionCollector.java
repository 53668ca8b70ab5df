package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Deletes the objects of a CustomResourceDefinition that is being deleted, then lets it go. The
/// rules and the texts of the condition are those of
/// `apiextensions-apiserver/pkg/controller/finalizer`.
final class DefinitionCollector implements Feed.Listener, AutoCloseable {
  static final ResourceType DEFINITIONS =
      new ResourceType("apiextensions.k8s.io", "customresourcedefinitions");
  static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  /// The reason the API gives when a deletion is asked for.
  private static final String MARKED = "InstanceDeletionPending";

  private static final Duration WHILE_OBJECTS_ARE_LEFT = Duration.ofSeconds(1);

  /// Deletions of objects within this time are looked at together.
  private static final Duration GATHERED = Duration.ofMillis(100);

  private final ResourceStore store;
  private final LocalApi api;
  private final Clock clock;
  private final Set<String> terminating = ConcurrentHashMap.newKeySet();
  private final Worker<String> worker = new Worker<>("definition-collector", 1, this::look);

  DefinitionCollector(ResourceStore store, LocalApi api, Clock clock) {
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
    if (!key.type().equals(DEFINITIONS)) {
      String definition = key.type().plural() + "." + key.type().group();
      if (change.kind() == Change.Kind.DELETED && terminating.contains(definition)) {
        worker.add(definition, GATHERED);
      }
    } else if (change.kind() == Change.Kind.DELETED) {
      terminating.remove(key.name());
    } else if (Metadata.of(change.current()).deleting() && terminating.add(key.name())) {
      worker.add(key.name());
    }
  }

  private Optional<Duration> look(String name) {
    Optional<Stored> found = store.snapshot().get(new Key(DEFINITIONS, "", name));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> definition = found.get().tree();
    Metadata metadata = new Metadata(definition);
    if (!metadata.deleting() || !metadata.finalizers().contains(FINALIZER)) {
      return Optional.empty();
    }
    announce(name, definition);
    Outcome outcome = clean(definition);
    writeCondition(name, outcome);
    if (!outcome.done) {
      return Optional.of(WHILE_OBJECTS_ARE_LEFT);
    }
    release(name, metadata);
    return Optional.empty();
  }

  private record Outcome(boolean done, String reason, String message) {}

  private static final Outcome IN_PROGRESS =
      new Outcome(false, "InstanceDeletionInProgress", "CustomResource deletion is in progress");

  private Outcome clean(Map<String, Object> definition) {
    if (!established(definition)) {
      return new Outcome(true, "NeverEstablished", "resource was never established");
    }
    ResourceType type = instances(definition);
    if (store.snapshot().count(type, "", null) == 0) {
      return new Outcome(true, "InstanceDeletionCompleted", "removed all instances");
    }
    Optional<ServedKind> kind =
        api.kinds().stream().filter(served -> served.type().equals(type)).findFirst();
    if (kind.isEmpty()) {
      return new Outcome(
          false, "InstanceDeletionFailed", "could not list instances: " + type + " is not served");
    }
    List<String> failures = deleteInstances(kind.get());
    if (!failures.isEmpty()) {
      return new Outcome(
          false,
          "InstanceDeletionFailed",
          "could not issue all deletes: " + String.join(", ", failures));
    }
    return store.snapshot().count(type, "", null) == 0
        ? new Outcome(true, "InstanceDeletionCompleted", "removed all instances")
        : IN_PROGRESS;
  }

  private List<String> deleteInstances(ServedKind kind) {
    Set<String> namespaces = new TreeSet<>();
    for (Stored stored : store.snapshot().list(kind.type(), "", null, 0)) {
      if (!Metadata.of(stored).deleting()) {
        namespaces.add(stored.key().namespace());
      }
    }
    List<String> failures = new ArrayList<>();
    for (String namespace : namespaces) {
      try {
        Map<String, Object> _ = api.call("DELETE", kind.path(namespace), Map.of());
      } catch (ApiRefusal e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    return failures;
  }

  /// Before anything is deleted, so that no new object is accepted meanwhile.
  private void announce(String name, Map<String, Object> definition) {
    boolean announced =
        conditions(definition).stream()
            .anyMatch(condition ->
                "Terminating".equals(condition.get("type"))
                    && "True".equals(condition.get("status"))
                    && !MARKED.equals(condition.get("reason")));
    if (!announced && established(definition)) {
      writeCondition(name, IN_PROGRESS);
    }
  }

  private void writeCondition(String name, Outcome outcome) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("type", "Terminating");
    wanted.put("status", outcome.done ? "False" : "True");
    wanted.put("reason", outcome.reason);
    wanted.put("message", outcome.message);
    Map<String, Object> definition = api.call("GET", path(name), Map.of());
    List<Map<String, Object>> conditions = new ArrayList<>(conditions(definition));
    for (Map<String, Object> old : conditions) {
      if (old.entrySet().containsAll(wanted.entrySet())) {
        return;
      }
    }
    conditions.removeIf(old -> "Terminating".equals(old.get("type")));
    wanted.put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    conditions.add(wanted);
    Map<String, Object> _ =
        api.call(
            "PATCH",
            path(name) + "/status",
            Map.of(
                "metadata",
                Map.of("resourceVersion", new Metadata(definition).resourceVersion()),
                "status",
                Map.of("conditions", conditions)));
  }

  private void release(String name, Metadata definition) {
    List<String> remaining = new ArrayList<>(definition.finalizers());
    remaining.remove(FINALIZER);
    Map<String, Object> _ =
        api.call(
            "PATCH",
            path(name),
            Map.of("metadata", Map.of("uid", definition.uid(), "finalizers", remaining)));
  }

  private static boolean established(Map<String, Object> definition) {
    return conditions(definition).stream()
        .anyMatch(condition ->
            "Established".equals(condition.get("type")) && "True".equals(condition.get("status")));
  }

  private static List<Map<String, Object>> conditions(Map<String, Object> definition) {
    return Trees.objects(Trees.map(definition, "status"), "conditions");
  }

  private static ResourceType instances(Map<String, Object> definition) {
    Map<String, Object> spec = Trees.map(definition, "spec");
    return new ResourceType(
        Trees.text(spec, "group"), Trees.text(Trees.map(spec, "names"), "plural"));
  }

  private static String path(String name) {
    return "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name;
  }
}
