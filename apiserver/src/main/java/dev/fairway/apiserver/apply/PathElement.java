package dev.fairway.apiserver.apply;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One step from a value to a part of it. The order is the one in which sets are kept and written:
/// fields, keys, values, indexes.
public sealed interface PathElement extends Comparable<PathElement> {
  /// A field of an object: `.name`.
  record Field(String name) implements PathElement {
    @Override
    public String toString() {
      return "." + name;
    }
  }

  /// The item of a map list with these key fields, sorted by name: `[name="a"]`.
  record Key(List<KeyField> fields) implements PathElement {
    public Key {
      fields = fields.stream().sorted(Comparator.comparing(KeyField::name)).toList();
    }

    @Override
    public String toString() {
      return fields.stream()
          .map(field -> field.name() + "=" + Values.text(field.value()))
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  /// One key field of a map list item.
  record KeyField(String name, @Nullable Object value) {
    public KeyField {
      value = Values.canonical(value);
    }
  }

  /// The item of a set with this value: `[="a"]`.
  record Value(@Nullable Object value) implements PathElement {
    public Value {
      value = Values.canonical(value);
    }

    @Override
    public String toString() {
      return "[=" + Values.text(value) + "]";
    }
  }

  /// The item of a list at this position: `[0]`.
  record Index(int position) implements PathElement {
    @Override
    public String toString() {
      return "[" + position + "]";
    }
  }

  @Override
  default int compareTo(PathElement other) {
    return switch (this) {
      case Field(var name) when other instanceof Field(var otherName) -> name.compareTo(otherName);
      case Key(var fields) when other instanceof Key(var otherFields) ->
          compareKeys(fields, otherFields);
      case Value(var value) when other instanceof Value(var otherValue) ->
          Values.compare(value, otherValue);
      case Index(var position) when other instanceof Index(var otherPosition) ->
          Integer.compare(position, otherPosition);
      default -> Integer.compare(rank(this), rank(other));
    };
  }

  private static int compareKeys(List<KeyField> left, List<KeyField> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int byName = left.get(i).name().compareTo(right.get(i).name());
      int order = byName != 0 ? byName : Values.compare(left.get(i).value(), right.get(i).value());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int rank(PathElement element) {
    return switch (element) {
      case Field _ -> 0;
      case Key _ -> 1;
      case Value _ -> 2;
      case Index _ -> 3;
    };
  }
}
