package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The garbage collector: deletes objects whose owners are gone, and carries out foreground and
/// orphaning deletions, over all kinds.
///
/// It hears of changes, but decides on the newest state in the store, so it cannot act on what is
/// out of date; a write that races with another is refused by its preconditions and repeated.
final class OwnerCollector implements Feed.Listener, AutoCloseable {
  static final Logger LOG = LoggerFactory.getLogger(OwnerCollector.class);
  private static final int THREADS = 4;
  private static final Duration UNTIL_KIND_IS_SERVED = Duration.ofSeconds(30);
  private static final byte[] OWNERS = utf8("\"ownerReferences\":");
  private static final byte[] DELETION = utf8("\"deletionTimestamp\":");

  private final ResourceStore store;
  private final LocalApi api;
  private final OwnerWarnings warnings;
  private final OwnerGraph graph = new OwnerGraph();
  private final Worker<Key> worker = new Worker<>("owner-collector", THREADS, this::look);

  OwnerCollector(ResourceStore store, LocalApi api, Clock clock) {
    this.store = store;
    this.api = api;
    this.warnings = new OwnerWarnings(store, api, clock);
  }

  void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  /// Most changes have to do with no owner; telling so must cost next to nothing.
  @Override
  public void changed(Change change) {
    if (change.kind() == Change.Kind.DELETED) {
      deleted(change.current());
    } else if (concerns(change)) {
      written(change);
    }
  }

  /// Owners of the type may be gone without a word.
  @Override
  public void listed(ResourceType type) {
    for (ServedKind kind : api.kinds()) {
      if (kind.type().equals(type)) {
        graph.dependentsOfKind(kind.group(), kind.kind()).forEach(worker::add);
      }
    }
  }

  private static boolean concerns(Change change) {
    byte[] now = change.current().json();
    Stored previous = change.previous();
    return Bytes.contain(now, OWNERS)
        || Bytes.contain(now, DELETION)
        || (previous != null && Bytes.contain(previous.json(), OWNERS));
  }

  private void deleted(Stored last) {
    boolean owned = Bytes.contain(last.json(), OWNERS);
    if (!owned && graph.isEmpty()) {
      return;
    }
    Metadata object = Metadata.of(last);
    graph.remove(last.key());
    graph.dependents(object.uid()).forEach(worker::add);
    addOwners(last.key(), object);
  }

  private void written(Change change) {
    Metadata now = Metadata.of(change.current());
    Stored before = change.previous();
    Metadata previous = before == null ? null : Metadata.of(before);
    Key key = change.current().key();
    graph.put(key, now.owners());
    if (previous != null && previous.sameOwnership(now)) {
      return;
    }
    worker.add(key);
    addOwners(key, now);
    if (previous != null) {
      addOwners(key, previous);
    }
  }

  /// An owner in deletion may have waited for this.
  private void addOwners(Key dependent, Metadata object) {
    List<ServedKind> kinds = api.kinds();
    for (Metadata.Owner owner : object.owners()) {
      kindOf(owner, kinds).ifPresent(kind -> worker.add(ownerKey(kind, dependent, owner)));
    }
  }

  private Optional<Duration> look(Key key) {
    Snapshot snapshot = store.snapshot();
    Optional<Stored> found = snapshot.get(key);
    if (found.isEmpty()) {
      graph.remove(key);
      return Optional.empty();
    }
    Metadata object = Metadata.of(found.get());
    if (!object.deleting() && object.owners().isEmpty()) {
      return Optional.empty();
    }
    OwnerDecision decision =
        OwnerDecision.about(object, judge(key, object, snapshot), dependents(object, snapshot));
    LOG.debug("{}: {}", key, decision);
    return act(key, object, decision, snapshot);
  }

  private List<OwnerDecision.Judged> judge(Key key, Metadata object, Snapshot snapshot) {
    List<ServedKind> kinds = api.kinds();
    List<OwnerDecision.Judged> judged = new ArrayList<>();
    for (Metadata.Owner owner : object.owners()) {
      OwnerDecision.Standing standing = standing(owner, key, kinds, snapshot);
      judged.add(new OwnerDecision.Judged(owner, standing));
      if (standing == OwnerDecision.Standing.ABSENT || standing == OwnerDecision.Standing.INVALID) {
        kindOf(owner, kinds).ifPresent(kind -> warnings.check(key, object, owner, kind));
      }
    }
    return judged;
  }

  private static OwnerDecision.Standing standing(
      Metadata.Owner owner, Key dependent, List<ServedKind> kinds, Snapshot snapshot) {
    Optional<ServedKind> kind = kindOf(owner, kinds);
    if (kind.isEmpty()) {
      return OwnerDecision.Standing.UNKNOWN;
    }
    if (kind.get().namespaced() && dependent.namespace().isEmpty()) {
      return OwnerDecision.Standing.INVALID;
    }
    return snapshot
        .get(ownerKey(kind.get(), dependent, owner))
        .map(Metadata::of)
        .filter(found -> found.uid().equals(owner.uid()))
        .map(found ->
            found.waitsForDependents()
                ? OwnerDecision.Standing.WAITING
                : OwnerDecision.Standing.EXISTS)
        .orElse(OwnerDecision.Standing.ABSENT);
  }

  private OwnerDecision.Dependents dependents(Metadata object, Snapshot snapshot) {
    int count = 0;
    int blocking = 0;
    boolean waiting = false;
    for (Key key : graph.dependents(object.uid())) {
      Optional<Metadata> dependent = snapshot.get(key).map(Metadata::of);
      for (Metadata.Owner owner : dependent.map(Metadata::owners).orElse(List.of())) {
        if (owner.uid().equals(object.uid())) {
          count++;
          blocking += owner.blocks() ? 1 : 0;
          waiting |= dependent.get().waitsForDependents();
        }
      }
    }
    return new OwnerDecision.Dependents(count, blocking, waiting);
  }

  private Optional<Duration> act(
      Key key, Metadata object, OwnerDecision decision, Snapshot snapshot) {
    switch (decision) {
      case OwnerDecision.Keep() -> {}
      case OwnerDecision.Unknown(var owner) -> {
        LOG.debug("{}: the kind of its owner {} is not served", key, owner);
        return Optional.of(UNTIL_KIND_IS_SERVED);
      }
      case OwnerDecision.Release(var finalizer) -> removeFinalizer(key, object, finalizer);
      case OwnerDecision.Orphan() -> orphan(key, object, snapshot);
      case OwnerDecision.Await() -> graph.dependents(object.uid()).forEach(worker::add);
      case OwnerDecision.Disown(var remaining) -> writeOwners(key, object, remaining);
      case OwnerDecision.Delete(var policy, var unblocked) -> {
        if (!unblocked.isEmpty()) {
          writeOwners(key, object, unblocked);
          return Optional.of(Duration.ZERO);
        }
        delete(key, object, policy);
      }
    }
    return Optional.empty();
  }

  /// Dependents are searched in the store itself: one that the graph does not know yet would be
  /// collected instead of kept.
  private void orphan(Key ownerKey, Metadata owner, Snapshot snapshot) {
    byte[] uid = utf8('"' + owner.uid() + '"');
    for (ResourceType type : snapshot.types()) {
      for (Stored stored : snapshot.list(type, ownerKey.namespace(), null, 0)) {
        if (Bytes.contain(stored.json(), OWNERS) && Bytes.contain(stored.json(), uid)) {
          Metadata dependent = Metadata.of(stored);
          List<Map<String, Object>> remaining =
              dependent.owners().stream()
                  .filter(reference -> !reference.uid().equals(owner.uid()))
                  .map(Metadata.Owner::tree)
                  .toList();
          if (remaining.size() < dependent.owners().size()) {
            writeOwners(stored.key(), dependent, remaining);
          }
        }
      }
    }
    removeFinalizer(ownerKey, owner, Metadata.ORPHAN);
  }

  private void removeFinalizer(Key key, Metadata object, String finalizer) {
    List<String> remaining = new ArrayList<>(object.finalizers());
    remaining.remove(finalizer);
    patchMetadata(key, object, "finalizers", remaining);
  }

  private void writeOwners(Key key, Metadata object, List<Map<String, Object>> owners) {
    patchMetadata(key, object, "ownerReferences", owners);
  }

  private void patchMetadata(Key key, Metadata object, String field, List<?> value) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("uid", object.uid());
    metadata.put("resourceVersion", object.resourceVersion());
    metadata.put(field, value);
    call("PATCH", key, Map.of("metadata", metadata));
  }

  private void delete(Key key, Metadata object, String policy) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("apiVersion", "v1");
    options.put("kind", "DeleteOptions");
    options.put("propagationPolicy", policy);
    options.put(
        "preconditions", Map.of("uid", object.uid(), "resourceVersion", object.resourceVersion()));
    call("DELETE", key, options);
  }

  /// What is gone already needs nothing more.
  private void call(String method, Key key, Map<String, Object> body) {
    Optional<ServedKind> kind =
        api.kinds().stream().filter(served -> served.type().equals(key.type())).findFirst();
    if (kind.isPresent()) {
      try {
        Map<String, Object> _ = api.call(method, kind.get().path(key), body);
      } catch (ApiRefusal e) {
        if (!e.notFound()) {
          throw e;
        }
      }
    }
  }

  private static Optional<ServedKind> kindOf(Metadata.Owner owner, List<ServedKind> kinds) {
    return kinds.stream()
        .filter(kind -> kind.kind().equals(owner.kind()) && kind.group().equals(owner.group()))
        .findFirst();
  }

  /// An owner lives in the namespace of its dependent, or in none.
  private static Key ownerKey(ServedKind kind, Key dependent, Metadata.Owner owner) {
    return new Key(kind.type(), kind.namespaced() ? dependent.namespace() : "", owner.name());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Whether a text holds another, without decoding it.
  private static final class Bytes {
    private Bytes() {}

    static boolean contain(byte[] text, byte[] part) {
      byte first = part[0];
      for (int at = 0; at <= text.length - part.length; at++) {
        if (text[at] == first && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
          return true;
        }
      }
      return false;
    }
  }
}
