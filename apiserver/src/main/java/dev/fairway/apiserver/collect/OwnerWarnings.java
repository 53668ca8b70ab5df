package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells by an event that an owner is named which lives in another namespace and therefore does not
/// count: the reason why an object disappeared. One event for each pair of objects, as long as
/// events are kept.
final class OwnerWarnings {
  private static final String REASON = "OwnerRefInvalidNamespace";
  private static final String SOURCE = "garbage-collector-controller";

  private final ResourceStore store;
  private final LocalApi api;
  private final Clock clock;

  OwnerWarnings(ResourceStore store, LocalApi api, Clock clock) {
    this.store = store;
    this.api = api;
    this.clock = clock;
  }

  /// @param ownerKind the kind the reference names
  void check(Key dependent, Metadata object, Metadata.Owner owner, ServedKind ownerKind) {
    if (ownerKind.namespaced() && livesElsewhere(dependent, owner, ownerKind)) {
      warn(dependent, object, owner);
    }
  }

  private boolean livesElsewhere(Key dependent, Metadata.Owner owner, ServedKind kind) {
    Snapshot snapshot = store.snapshot();
    for (Stored namespace : snapshot.list(NamespaceCollector.NAMESPACES, "", null, 0)) {
      String name = namespace.key().name();
      if (!name.equals(dependent.namespace())
          && snapshot
              .get(new Key(kind.type(), name, owner.name()))
              .map(Metadata::of)
              .filter(found -> found.uid().equals(owner.uid()))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }

  private void warn(Key dependent, Metadata object, Metadata.Owner owner) {
    String namespace = dependent.namespace().isEmpty() ? "default" : dependent.namespace();
    String name =
        dependent.name() + "." + Integer.toHexString((object.uid() + owner.uid()).hashCode());
    if (store.snapshot().get(new Key(EventExpiry.EVENTS, namespace, name)).isPresent()) {
      return;
    }
    try {
      Map<String, Object> _ =
          api.call(
              "POST",
              "/api/v1/namespaces/" + namespace + "/events",
              event(namespace, name, dependent, object, owner));
    } catch (ApiRefusal e) {
      // The namespace is going, or somebody was faster: a warning is not worth a second try.
      OwnerCollector.LOG.debug("{}: no event", dependent, e);
    }
  }

  private Map<String, Object> event(
      String namespace, String name, Key dependent, Metadata object, Metadata.Owner owner) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Object> involved = new LinkedHashMap<>();
    involved.put("apiVersion", Trees.text(object.object(), "apiVersion"));
    involved.put("kind", Trees.text(object.object(), "kind"));
    involved.put("name", dependent.name());
    involved.put("namespace", dependent.namespace());
    involved.put("uid", object.uid());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("apiVersion", "v1");
    event.put("kind", "Event");
    event.put("metadata", Map.of("name", name, "namespace", namespace));
    event.put("involvedObject", involved);
    event.put("type", "Warning");
    event.put("reason", REASON);
    event.put(
        "message",
        "ownerRef [%s/%s, namespace: %s, name: %s, uid: %s] does not exist in namespace \"%s\""
            .formatted(
                owner.apiVersion(),
                owner.kind(),
                dependent.namespace(),
                owner.name(),
                owner.uid(),
                dependent.namespace()));
    event.put("source", Map.of("component", SOURCE));
    event.put("reportingComponent", SOURCE);
    event.put("count", 1L);
    event.put("firstTimestamp", now);
    event.put("lastTimestamp", now);
    return event;
  }
}
