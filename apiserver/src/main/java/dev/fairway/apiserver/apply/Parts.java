package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a value falls into parts under its [MergeType]: the one place that knows which values are
/// granular, of what type a part is, and by what step it is reached. A value that does not fit its
/// type counts as one indivisible leaf, so that merging never fails on what validation will refuse.
final class Parts {
  /// Stands for a value that is not there, as opposed to a JSON null.
  static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "absent";
        }
      };

  private Parts() {}

  static boolean isAbsent(@Nullable Object value) {
    return Values.identical(value, ABSENT);
  }

  static boolean isGranular(MergeType type, @Nullable Object value) {
    return isMap(type, value) || isList(type, value);
  }

  /// A map whose entries have owners of their own.
  static boolean isMap(MergeType type, @Nullable Object value) {
    return value instanceof Map<?, ?>
        && switch (type) {
          case MergeType.Struct struct -> !struct.atomic();
          case MergeType.MapOf map -> !map.atomic();
          case MergeType.Untyped _ -> true;
          case MergeType.ListOf _, MergeType.Scalar _ -> false;
        };
  }

  /// A list whose items have owners of their own.
  static boolean isList(MergeType type, @Nullable Object value) {
    return value instanceof List<?> items
        && type instanceof MergeType.ListOf list
        && list.kind() != MergeType.ListKind.ATOMIC
        && items.stream().allMatch(item -> hasStep(list, item));
  }

  static boolean isEmpty(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.isEmpty();
      case List<?> list -> list.isEmpty();
      case null -> true;
      default -> isAbsent(value);
    };
  }

  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> entries(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  static List<?> items(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /// The entry's value, or [#ABSENT].
  static @Nullable Object get(Map<String, @Nullable Object> map, String name) {
    Object value = map.get(name);
    return value == null && !map.containsKey(name) ? ABSENT : value;
  }

  /// The type of a field; what the type does not know is untyped.
  static MergeType field(MergeType type, String name) {
    MergeType field =
        switch (type) {
          case MergeType.Struct struct -> {
            MergeType declared = struct.fields().apply(name);
            yield declared == null ? struct.others() : declared;
          }
          case MergeType.MapOf map -> map.value();
          case MergeType.ListOf _, MergeType.Scalar _, MergeType.Untyped _ -> null;
        };
    return field == null ? UNTYPED : field;
  }

  private static final MergeType UNTYPED = new MergeType.Untyped();

  static MergeType item(MergeType type) {
    return type instanceof MergeType.ListOf list ? list.item() : UNTYPED;
  }

  /// The type of the part that a step leads to.
  static MergeType part(MergeType type, PathElement element) {
    return element instanceof PathElement.Field(var name) ? field(type, name) : item(type);
  }

  static boolean isDeclared(MergeType type, String name) {
    return type instanceof MergeType.Struct struct && struct.fields().apply(name) != null;
  }

  private static boolean hasStep(MergeType.ListOf list, @Nullable Object item) {
    return problem(list, item) == null;
  }

  /// Why an item of a granular list has no step; null when it has one.
  static @Nullable String problem(MergeType.ListOf list, @Nullable Object item) {
    if (list.keys().isEmpty()) {
      return switch (item) {
        case Map<?, ?> _ -> "associative list without keys has an element that's a map type";
        case List<?> _ -> "not supported: associative list with lists as elements";
        case null -> "associative list without keys has an element that's an explicit null";
        default -> null;
      };
    }
    if (item == null) {
      return "associative list with keys may not have a null element";
    }
    if (!(item instanceof Map<?, ?> map)) {
      return "associative list with keys may not have non-map elements";
    }
    boolean named =
        list.keys().stream().anyMatch(key -> map.containsKey(key) || hasDefault(list, key));
    return named
        ? null
        : "associative list with keys has an element that omits all key fields ["
            + list.keys().stream().map(Values::quote).collect(Collectors.joining(" "))
            + "] (and doesn't have default values for any key fields)";
  }

  private static boolean hasDefault(MergeType.ListOf list, String key) {
    return list.defaults().containsKey(key);
  }

  /// The steps to the items of a granular list, in the order of the list.
  static List<PathElement> steps(MergeType.ListOf list, List<?> items) {
    List<PathElement> steps = new ArrayList<>(items.size());
    items.forEach(item -> steps.add(step(list, item)));
    return steps;
  }

  static PathElement step(MergeType.ListOf list, @Nullable Object item) {
    if (list.keys().isEmpty()) {
      return new PathElement.Value(item);
    }
    Map<String, @Nullable Object> map = entries(item);
    List<PathElement.KeyField> fields = new ArrayList<>(list.keys().size());
    for (String key : list.keys()) {
      if (map.containsKey(key)) {
        fields.add(new PathElement.KeyField(key, map.get(key)));
      } else if (hasDefault(list, key)) {
        fields.add(new PathElement.KeyField(key, list.defaults().get(key)));
      }
    }
    return new PathElement.Key(fields);
  }

  /// The steps that occur more than once.
  static Set<PathElement> duplicates(List<PathElement> steps) {
    Set<PathElement> seen = new HashSet<>();
    Set<PathElement> duplicates = new HashSet<>();
    for (PathElement step : steps) {
      if (!seen.add(step)) {
        duplicates.add(step);
      }
    }
    return duplicates;
  }
}
