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
  private final Map<Key, Set<String>> ownersOf = new HashMap<>();
  private final Map<String, Set<Key>> dependentsOf = new HashMap<>();

  synchronized void put(Key dependent, List<Metadata.Owner> owners) {
    Set<String> uids = new HashSet<>();
    owners.forEach(owner -> uids.add(owner.uid()));
    Set<String> before =
        uids.isEmpty() ? ownersOf.remove(dependent) : ownersOf.put(dependent, uids);
    if (before != null) {
      before.stream().filter(uid -> !uids.contains(uid)).forEach(uid -> unlink(uid, dependent));
    }
    uids.forEach(uid -> dependentsOf.computeIfAbsent(uid, _ -> new HashSet<>()).add(dependent));
  }

  void remove(Key dependent) {
    put(dependent, List.of());
  }

  synchronized Set<Key> dependents(String uid) {
    return Set.copyOf(dependentsOf.getOrDefault(uid, Set.of()));
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
