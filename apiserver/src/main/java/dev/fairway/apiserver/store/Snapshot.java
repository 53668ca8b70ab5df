package dev.fairway.apiserver.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything stored at one revision. Immutable and cheap to hold; later writes do not show.
public interface Snapshot {
  long revision();

  Optional<Stored> get(Key key);

  /// Objects of a type in key order.
  ///
  /// @param namespace only this namespace; empty for all
  /// @param after only keys greater than this one; null from the start
  /// @param limit at most this many; 0 for all
  List<Stored> list(ResourceType type, String namespace, @Nullable Key after, int limit);

  /// How many objects of the type lie in the namespace (empty for all) behind `after`.
  long count(ResourceType type, String namespace, @Nullable Key after);

  /// The types that hold at least one object.
  Set<ResourceType> types();
}
