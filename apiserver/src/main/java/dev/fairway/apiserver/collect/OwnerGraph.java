package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which objects name which owners, by the owners' uid. Holds nothing about objects without owner.
/// May be used by any thread.
final class OwnerGraph {
  private record Named(String uid, String group, String kind) {}

  private final Map<Key, Set<Named>> ownersOf = new HashMap<>();
  private final Map<String, Set<Key>> dependentsOf = new HashMap<>();

  synchronized void put(Key dependent, List<Metadata.Owner> owners) {
    Set<Named> named = new HashSet<>();
    owners.forEach(owner -> named.add(new Named(owner.uid(), owner.group(), owner.kind())));
    Set<Named> before =
        named.isEmpty() ? ownersOf.remove(dependent) : ownersOf.put(dependent, named);
    if (before != null) {
      before.forEach(owner -> unlink(owner.uid, dependent));
    }
    named.forEach(
        owner -> dependentsOf.computeIfAbsent(owner.uid, _ -> new HashSet<>()).add(dependent));
  }

  void remove(Key dependent) {
    put(dependent, List.of());
  }

  synchronized Set<Key> dependents(String uid) {
    return Set.copyOf(dependentsOf.getOrDefault(uid, Set.of()));
  }

  synchronized Set<Key> dependentsOfKind(String group, String kind) {
    Set<Key> found = new HashSet<>();
    ownersOf.forEach((dependent, owners) -> {
      if (owners.stream().anyMatch(o -> o.group.equals(group) && o.kind.equals(kind))) {
        found.add(dependent);
      }
    });
    return found;
  }

  synchronized boolean isEmpty() {
    return dependentsOf.isEmpty();
  }

  private void unlink(String uid, Key dependent) {
    dependentsOf.computeIfPresent(
        uid,
        (_, keys) -> {
          keys.remove(dependent);
          return keys.isEmpty() ? null : keys;
        });
  }
}
