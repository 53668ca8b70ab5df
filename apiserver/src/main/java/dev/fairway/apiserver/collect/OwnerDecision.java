package dev.fairway.apiserver.collect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the garbage collector must do about one object. The rules are those of
/// `pkg/controller/garbagecollector` in Kubernetes.
sealed interface OwnerDecision {
  /// The object stays as it is.
  record Keep() implements OwnerDecision {}

  /// It cannot be told yet whether an owner exists: its kind is not served.
  record Unknown(Metadata.Owner owner) implements OwnerDecision {}

  /// Nothing holds the deletion any longer.
  record Release(String finalizer) implements OwnerDecision {}

  /// Dependents lose their reference, then the deletion goes on.
  record Orphan() implements OwnerDecision {}

  /// The deletion waits for dependents, which must be looked at.
  record Await() implements OwnerDecision {}

  /// Some owners are left; references to the others must go.
  record Disown(List<Map<String, Object>> remaining) implements OwnerDecision {}

  /// No owner is left.
  ///
  /// @param policy the propagation policy of the deletion
  /// @param unblocked owner references to write before, so that a circle of foreground deletions
  ///   does not wait for itself; empty when there is no need
  record Delete(String policy, List<Map<String, Object>> unblocked) implements OwnerDecision {}

  enum Standing {
    EXISTS,
    ABSENT,
    /// In foreground deletion.
    WAITING,
    /// Can never be an owner: namespaced, while the dependent is not.
    INVALID,
    /// Its kind is not served.
    UNKNOWN
  }

  /// An owner reference and what became of the owner.
  record Judged(Metadata.Owner owner, Standing standing) {}

  /// @param count how many there are
  /// @param blocking how many of them a foreground deletion must wait for
  /// @param waiting one of them is in foreground deletion itself
  record Dependents(int count, int blocking, boolean waiting) {}

  static OwnerDecision about(Metadata object, List<Judged> owners, Dependents dependents) {
    if (object.deleting()) {
      return aboutDeletion(object, dependents);
    }
    for (Judged judged : owners) {
      if (judged.standing == Standing.UNKNOWN) {
        return new Unknown(judged.owner);
      }
      if (judged.standing == Standing.INVALID) {
        return new Keep();
      }
    }
    List<Map<String, Object>> existing =
        owners.stream()
            .filter(judged -> judged.standing == Standing.EXISTS)
            .map(judged -> judged.owner.tree())
            .toList();
    if (existing.size() == owners.size()) {
      return new Keep();
    }
    return existing.isEmpty() ? collect(object, owners, dependents) : new Disown(existing);
  }

  private static OwnerDecision aboutDeletion(Metadata object, Dependents dependents) {
    if (object.finalizers().contains(Metadata.ORPHAN)) {
      return new Orphan();
    }
    if (!object.waitsForDependents()) {
      return new Keep();
    }
    return dependents.blocking == 0 ? new Release(Metadata.FOREGROUND) : new Await();
  }

  private static OwnerDecision collect(
      Metadata object, List<Judged> owners, Dependents dependents) {
    boolean awaited = owners.stream().anyMatch(judged -> judged.standing == Standing.WAITING);
    if (awaited && dependents.count > 0) {
      boolean circle = dependents.waiting && owners.stream().anyMatch(j -> j.owner.blocks());
      return new Delete("Foreground", circle ? unblocked(owners) : List.of());
    }
    List<String> finalizers = object.finalizers();
    String policy =
        finalizers.contains(Metadata.ORPHAN)
            ? "Orphan"
            : finalizers.contains(Metadata.FOREGROUND) ? "Foreground" : "Background";
    return new Delete(policy, List.of());
  }

  private static List<Map<String, Object>> unblocked(List<Judged> owners) {
    List<Map<String, Object>> references = new ArrayList<>();
    for (Judged judged : owners) {
      Map<String, Object> reference = new LinkedHashMap<>(judged.owner.tree());
      reference.put("blockOwnerDeletion", false);
      references.add(reference);
    }
    return references;
  }
}
