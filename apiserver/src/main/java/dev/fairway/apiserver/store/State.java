package dev.fairway.apiserver.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything stored at one revision, as a persistent tree of types over persistent trees of
/// objects: the next state shares nearly all of it.
record State(long revision, SortedTree<ResourceType, OfType> objects) implements Snapshot {

  record OfType(ResourceType type, SortedTree<Key, Stored> byKey) {}

  static State empty(long revision) {
    return new State(revision, SortedTree.empty());
  }

  /// The state after a change; the change's revision becomes the state's.
  State after(Change change) {
    return change.kind() == Change.Kind.DELETED
        ? without(change.current().key(), change.revision())
        : with(change.current(), change.revision());
  }

  State with(Stored stored, long newRevision) {
    ResourceType type = stored.key().type();
    return replace(type, ofType(type).with(stored.key(), stored), newRevision);
  }

  State without(Key key, long newRevision) {
    return replace(key.type(), ofType(key.type()).without(key), newRevision);
  }

  @Override
  public Optional<Stored> get(Key key) {
    return ofType(key.type()).get(key);
  }

  @Override
  public List<Stored> list(ResourceType type, String namespace, @Nullable Key after, int limit) {
    int all = (int) count(type, namespace, after);
    List<Stored> found = new ArrayList<>(limit > 0 ? Math.min(limit, all) : all);
    ofType(type)
        .visit(
            firstBehind(type, namespace, after),
            stored -> {
              if (!namespace.isEmpty() && !stored.key().namespace().equals(namespace)) {
                return false;
              }
              found.add(stored);
              return limit == 0 || found.size() < limit;
            });
    return found;
  }

  @Override
  public long count(ResourceType type, String namespace, @Nullable Key after) {
    SortedTree<Key, Stored> all = ofType(type);
    Key from = firstBehind(type, namespace, after);
    int before = from == null ? 0 : all.rank(from);
    int until = namespace.isEmpty() ? all.size() : all.rank(behind(type, namespace));
    return Math.max(0, until - before);
  }

  @Override
  public Set<ResourceType> types() {
    Set<ResourceType> types = new LinkedHashSet<>();
    objects.visit(null, ofType -> types.add(ofType.type));
    return types;
  }

  private SortedTree<Key, Stored> ofType(ResourceType type) {
    return objects.get(type).map(OfType::byKey).orElseGet(SortedTree::empty);
  }

  private State replace(ResourceType type, SortedTree<Key, Stored> byKey, long newRevision) {
    return new State(
        newRevision,
        byKey.size() == 0 ? objects.without(type) : objects.with(type, new OfType(type, byKey)));
  }

  private static @Nullable Key firstBehind(
      ResourceType type, String namespace, @Nullable Key after) {
    Key start = namespace.isEmpty() ? null : new Key(type, namespace, "");
    Key next = after == null ? null : new Key(type, after.namespace(), after.name() + '\0');
    if (start == null || next == null) {
      return start == null ? next : start;
    }
    return start.compareTo(next) > 0 ? start : next;
  }

  private static Key behind(ResourceType type, String namespace) {
    return new Key(type, namespace, "\uffff");
  }
}
