package dev.fairway.apiserver.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What merging must know of the type of a value: where ownership ends and by what list items are
/// the same. Built-in kinds have theirs from tables, custom resources from their structural schema.
public sealed interface MergeType {
  /// A value without parts.
  record Scalar() implements MergeType {}

  /// An object with known fields. `fields` answers null for a field the type does not declare;
  /// functions make recursive types possible.
  ///
  /// @param others the type of fields that are not declared but kept all the same
  ///   (`x-kubernetes-preserve-unknown-fields` beside properties); null when there are none.
  ///   `fields` must not answer for them: ownership of an undeclared field is recorded differently
  record Struct(
      Function<String, @Nullable MergeType> fields,
      boolean atomic,
      PatchHint patch,
      @Nullable MergeType others)
      implements MergeType {
    public Struct(Function<String, @Nullable MergeType> fields, boolean atomic, PatchHint patch) {
      this(fields, atomic, patch, null);
    }
  }

  /// An object with free keys and one type of value.
  record MapOf(MergeType value, boolean atomic, PatchHint patch) implements MergeType {}

  /// A list. `keys` are the item fields that identify an item of a [ListKind#MAP] list; `defaults`
  /// holds the default values of those keys that have one.
  record ListOf(
      MergeType item,
      ListKind kind,
      List<String> keys,
      Map<String, Object> defaults,
      PatchHint patch)
      implements MergeType {}

  /// Anything, without a schema: objects are granular, lists atomic.
  record Untyped() implements MergeType {}

  enum ListKind {
    ATOMIC,
    SET,
    MAP
  }

  /// `x-kubernetes-patch-strategy` and `x-kubernetes-patch-merge-key`: what strategic merge patch
  /// follows. Strategies are `merge`, `replace` and `retainKeys`; none means replace for lists and
  /// merge for objects.
  record PatchHint(Set<String> strategies, @Nullable String mergeKey) {
    public static final PatchHint NONE = new PatchHint(Set.of(), null);
  }
}
