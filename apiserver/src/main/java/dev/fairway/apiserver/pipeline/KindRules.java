package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.Names;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a kind demands beyond its schema: upstream calls it a strategy. Implementations hold no
/// state and are called from many threads; they change the tree they are given.
public interface KindRules {
  KindRules PLAIN = new KindRules() {};

  /// Completes an object about to be created.
  default void onCreate(Map<String, Object> object) {}

  /// Completes an object about to replace `old`. The fields a subresource may not touch have been
  /// put back already.
  default void onUpdate(Map<String, Object> object, Map<String, Object> old) {}

  /// What is wrong with the object beyond its schema.
  ///
  /// @param old the stored state; null on a creation
  default List<FieldError> check(Map<String, Object> object, @Nullable Map<String, Object> old) {
    return List.of();
  }

  /// What is wrong with a name; empty when it may be used.
  default List<String> checkName(String name) {
    return Names.dns1123Subdomain(name);
  }

  /// Whether a PUT without a resourceVersion replaces whatever is there.
  default boolean unconditionalUpdate() {
    return true;
  }

  /// Whether a PUT to a missing object creates it.
  default boolean createsOnUpdate() {
    return false;
  }

  /// Whether `metadata.generation` counts the changes of the object's wishes.
  default boolean countsGenerations() {
    return false;
  }

  /// What an object of this kind looks like before anything is set: fields it holds come to be
  /// owned by nobody (`spec: {}` of a Namespace, which Go always writes).
  default Map<String, Object> blank() {
    return Map.of();
  }

  /// Completes an object whose deletion begins while something still holds it.
  ///
  /// @param now RFC 3339
  default void onDelete(Map<String, Object> object, String now) {}

  /// Whether a deletion that has to wait is a change of the desired state and shows a grace period.
  default boolean deletedGracefully() {
    return true;
  }

  /// Refuses a deletion by throwing.
  default void checkDelete(Map<String, Object> object) {}

  /// Whether something other than `metadata.finalizers` still holds a deleted object.
  default boolean keptAfterDelete(Map<String, Object> object) {
    return false;
  }
}
