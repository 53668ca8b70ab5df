package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every cluster and every namespace has from the start: the four namespaces, and in each
/// namespace the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`. Restored when
/// somebody changes or deletes them.
final class NamespaceContents implements Feed.Listener, AutoCloseable {
  private static final List<String> FROM_THE_START =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");
  private static final ResourceType ACCOUNTS = new ResourceType("", "serviceaccounts");
  private static final ResourceType MAPS = new ResourceType("", "configmaps");
  private static final String ACCOUNT = "default";
  private static final String ROOT_CA = "kube-root-ca.crt";

  private final ResourceStore store;
  private final LocalApi api;
  private final Map<String, Object> rootCa;
  private final Worker<String> worker = new Worker<>("namespace-contents", 1, this::look);

  /// @param caCertificate what clients in the cluster trust, in PEM
  NamespaceContents(ResourceStore store, LocalApi api, String caCertificate) {
    this.store = store;
    this.api = api;
    this.rootCa = Map.of("ca.crt", caCertificate);
  }

  /// The namespaces, and what is in them, are there when this returns.
  void start() {
    for (String name : FROM_THE_START) {
      createUnlessThere(
          NamespaceCollector.NAMESPACES, "", name, Map.of("metadata", Map.of("name", name)));
      Optional<Duration> _ = look(name);
    }
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  @Override
  public void changed(Change change) {
    Key key = change.current().key();
    if (key.type().equals(NamespaceCollector.NAMESPACES)) {
      if (change.kind() == Change.Kind.ADDED) {
        worker.add(key.name());
      }
    } else if ((key.type().equals(MAPS) && key.name().equals(ROOT_CA))
        || (key.type().equals(ACCOUNTS) && key.name().equals(ACCOUNT))) {
      worker.add(key.namespace());
    }
  }

  private Optional<Duration> look(String namespace) {
    Snapshot snapshot = store.snapshot();
    Optional<Stored> found = snapshot.get(new Key(NamespaceCollector.NAMESPACES, "", namespace));
    if (found.isEmpty() || Metadata.of(found.get()).deleting()) {
      return Optional.empty();
    }
    createUnlessThere(ACCOUNTS, namespace, ACCOUNT, Map.of("metadata", Map.of("name", ACCOUNT)));
    createUnlessThere(
        MAPS, namespace, ROOT_CA, Map.of("metadata", Map.of("name", ROOT_CA), "data", rootCa));
    restoreRootCa(namespace);
    return Optional.empty();
  }

  private void restoreRootCa(String namespace) {
    Optional<Stored> found = store.snapshot().get(new Key(MAPS, namespace, ROOT_CA));
    if (found.isPresent() && !Trees.map(found.get().tree(), "data").equals(rootCa)) {
      // A merge patch keeps other keys; a value of null for each removes them.
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      Trees.map(found.get().tree(), "data").keySet().forEach(key -> data.put(key, null));
      data.putAll(rootCa);
      Map<String, Object> _ =
          api.call("PATCH", kind(MAPS).path(found.get().key()), Map.of("data", data));
    }
  }

  private void createUnlessThere(
      ResourceType type, String namespace, String name, Map<String, Object> object) {
    if (store.snapshot().get(new Key(type, namespace, name)).isEmpty()) {
      ServedKind kind = kind(type);
      Map<String, Object> whole = new LinkedHashMap<>();
      whole.put("apiVersion", kind.apiVersion());
      whole.put("kind", kind.kind());
      whole.putAll(object);
      try {
        Map<String, Object> _ = api.call("POST", kind.path(namespace), whole);
      } catch (ApiRefusal e) {
        if (!e.conflict()) {
          throw e;
        }
      }
    }
  }

  private ServedKind kind(ResourceType type) {
    return api.kinds().stream()
        .filter(kind -> kind.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(type + " is not served"));
  }
}
