package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The field sets that follow from a type: what a tree sets, and what a stored set means.
final class TypedFields {
  private TypedFields() {}

  /// Every leaf, list item and free key the tree sets.
  static FieldSet of(Map<String, Object> tree, MergeType type) {
    FieldSet.Builder fields = new FieldSet.Builder();
    collect(type, tree, fields);
    return fields.build();
  }

  private static void collect(MergeType type, @Nullable Object value, FieldSet.Builder into) {
    if (Parts.isMap(type, value)) {
      Parts.entries(value).forEach((name, part) -> collectField(type, name, part, into));
    } else if (type instanceof MergeType.ListOf list && Parts.isList(type, value)) {
      collectItems(list, Parts.items(value), into);
    }
  }

  /// A granular object with declared name is owned through its parts only; an empty one, a null and
  /// a free key are owned themselves.
  private static void collectField(
      MergeType type, String name, @Nullable Object part, FieldSet.Builder into) {
    PathElement step = new PathElement.Field(name);
    MergeType partType = Parts.field(type, name);
    boolean emptyMap = part instanceof Map<?, ?> map && map.isEmpty();
    if (emptyMap || !Parts.isGranular(partType, part) || !Parts.isDeclared(type, name)) {
      into.add(step);
    }
    collect(partType, part, into.below(step));
  }

  /// Items with the same step cannot be told apart, so only the step is owned.
  private static void collectItems(MergeType.ListOf list, List<?> items, FieldSet.Builder into) {
    List<PathElement> steps = Parts.steps(list, items);
    Set<PathElement> duplicates = Parts.duplicates(steps);
    for (int i = 0; i < items.size(); i++) {
      PathElement step = steps.get(i);
      into.add(step);
      if (!duplicates.contains(step)) {
        collect(list.item(), items.get(i), into.below(step));
      }
    }
  }

  /// The set with every declared field that leads to one of its paths: what must go or stay
  /// together when fields are removed.
  static FieldSet withNamedFields(FieldSet set, MergeType type) {
    List<FieldSet.Entry> entries = new ArrayList<>(set.entries().size());
    for (FieldSet.Entry entry : set.entries()) {
      boolean named =
          !entry.below().isEmpty()
              && entry.element() instanceof PathElement.Field(var name)
              && Parts.isDeclared(type, name);
      entries.add(
          new FieldSet.Entry(
              entry.element(),
              entry.member() || named,
              withNamedFields(entry.below(), Parts.part(type, entry.element()))));
    }
    return FieldSet.ofSorted(entries);
  }

  /// The set as it reads under the type of today: what a manager owned inside a value that has
  /// become atomic since, it owns as the whole value.
  static FieldSet reconcile(FieldSet set, MergeType type) {
    if (set.entries().stream().allMatch(entry -> Values.identical(reconcile(entry, type), entry))) {
      return set;
    }
    return FieldSet.ofSorted(set.entries().stream().map(entry -> reconcile(entry, type)).toList());
  }

  private static FieldSet.Entry reconcile(FieldSet.Entry entry, MergeType type) {
    if (entry.below().isEmpty()) {
      return entry;
    }
    MergeType part = Parts.part(type, entry.element());
    if (isAtomic(part)) {
      return new FieldSet.Entry(entry.element(), true, FieldSet.EMPTY);
    }
    FieldSet below = reconcile(entry.below(), part);
    return Values.identical(below, entry.below())
        ? entry
        : new FieldSet.Entry(entry.element(), entry.member(), below);
  }

  private static boolean isAtomic(MergeType type) {
    return switch (type) {
      case MergeType.Struct struct -> struct.atomic();
      case MergeType.MapOf map -> map.atomic();
      case MergeType.ListOf list -> list.kind() == MergeType.ListKind.ATOMIC;
      case MergeType.Scalar _, MergeType.Untyped _ -> false;
    };
  }
}
