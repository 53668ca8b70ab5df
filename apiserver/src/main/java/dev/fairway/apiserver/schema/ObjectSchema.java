package dev.fairway.apiserver.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How objects of one kind at one version are completed and checked: compiled from a
/// CustomResourceDefinition, or from the tables of the built-in kinds. Immutable; any thread.
public interface ObjectSchema {
  /// Removes every field the schema does not know and returns their paths, such as `spec.foo` or
  /// `spec.items[0].bar`, in the order upstream reports them: metadata, the object, embedded
  /// objects, each sorted.
  List<String> prune(Map<String, Object> object);

  /// Fills in defaults where a field is absent (or null and not nullable).
  void applyDefaults(Map<String, Object> object);

  /// Everything wrong with the object; empty when it may be stored.
  ///
  /// @param old the stored state on an update; null on a creation
  List<FieldError> validate(Map<String, Object> object, @Nullable Map<String, Object> old);

  /// Everything wrong with an update of the status subresource: only the status is looked at, and
  /// texts name its fields from there, as upstream's do.
  default List<FieldError> validateStatus(Map<String, Object> object, Map<String, Object> old) {
    return validate(object, old);
  }

  /// The first value whose JSON type a built-in field does not take, in the words of Go's decoder:
  /// such an object cannot even be read (400). Custom resources report types when they validate.
  default Optional<String> mismatch(Map<String, Object> object) {
    return Optional.empty();
  }

  /// What merging must know.
  MergeType mergeType();
}
