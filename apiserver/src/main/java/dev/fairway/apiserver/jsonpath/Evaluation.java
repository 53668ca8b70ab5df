package dev.fairway.apiserver.jsonpath;

import dev.fairway.apiserver.jsonpath.Step.Descent;
import dev.fairway.apiserver.jsonpath.Step.Field;
import dev.fairway.apiserver.jsonpath.Step.Filter;
import dev.fairway.apiserver.jsonpath.Step.Literal;
import dev.fairway.apiserver.jsonpath.Step.Operator;
import dev.fairway.apiserver.jsonpath.Step.Slice;
import dev.fairway.apiserver.jsonpath.Step.Union;
import dev.fairway.apiserver.jsonpath.Step.Wildcard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs steps over values.
final class Evaluation {
  private Evaluation() {}

  /// The expression does not fit the data; the whole of it then finds nothing.
  static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mismatch(String message) {
      super(message, null, false, false);
    }
  }

  static List<@Nullable Object> walk(List<Step> steps, @Nullable Object start) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(start);
    for (Step step : steps) {
      values = apply(step, values);
    }
    return values;
  }

  private static List<@Nullable Object> apply(Step step, List<@Nullable Object> values) {
    List<@Nullable Object> results = new ArrayList<>();
    switch (step) {
      case Literal literal -> values.forEach(_ -> results.add(literal.value()));
      case Field field -> values.forEach(value -> addField(value, field.name(), results));
      case Wildcard _ -> values.forEach(value -> results.addAll(parts(value)));
      case Descent _ -> values.forEach(value -> addDescendants(value, results));
      case Slice slice -> values.forEach(value -> addSlice(value, slice, results));
      case Filter filter -> values.forEach(value -> addMatches(value, filter, results));
      case Union union -> {
        for (List<Step> branch : union.branches()) {
          values.forEach(value -> results.addAll(walk(branch, value)));
        }
      }
    }
    return results;
  }

  private static void addField(
      @Nullable Object value, String name, List<@Nullable Object> results) {
    if (value instanceof Map<?, ?> map && map.containsKey(name)) {
      results.add(map.get(name));
    }
  }

  private static Collection<?> parts(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.values();
      case List<?> list -> list;
      case null, default -> List.of();
    };
  }

  private static void addDescendants(@Nullable Object value, List<@Nullable Object> results) {
    Collection<?> parts = parts(value);
    if (!parts.isEmpty()) {
      results.add(value);
      parts.forEach(part -> addDescendants(part, results));
    }
  }

  private static void addSlice(
      @Nullable Object value, Slice slice, List<@Nullable Object> results) {
    if (value == null) {
      return;
    }
    if (!(value instanceof List<?> list)) {
      throw new Mismatch("not a list");
    }
    int size = list.size();
    int from = slice.from() == null ? 0 : slice.from();
    int to = slice.to() == null ? size : slice.to();
    from += from < 0 ? size : 0;
    to += to < 0 || (to == 0 && slice.single()) ? size : 0;
    if (from == to) {
      return;
    }
    if (from < 0 || from >= size || to < 0 || to > size || from > to) {
      throw new Mismatch("array index out of bounds");
    }
    int by = slice.by() == null ? 1 : slice.by();
    if (by <= 0) {
      throw new Mismatch("step must be > 0");
    }
    for (int i = from; i < to; i += by) {
      results.add(list.get(i));
    }
  }

  private static void addMatches(
      @Nullable Object value, Filter filter, List<@Nullable Object> results) {
    if (!(value instanceof List<?> list)) {
      throw new Mismatch("not a list and cannot be filtered");
    }
    for (Object item : list) {
      if (matches(item, filter)) {
        results.add(item);
      }
    }
  }

  private static boolean matches(@Nullable Object item, Filter filter) {
    Operator operator = filter.operator();
    List<@Nullable Object> left = walk(filter.left(), item);
    if (operator == null) {
      return !left.isEmpty();
    }
    List<@Nullable Object> right = walk(filter.right(), item);
    if (left.size() > 1 || right.size() > 1) {
      throw new Mismatch("can only compare one element at a time");
    }
    return !left.isEmpty()
        && !right.isEmpty()
        && compare(left.getFirst(), operator, right.getFirst());
  }

  /// Values of different types cannot be compared, not even an integer with a float.
  private static boolean compare(@Nullable Object left, Operator operator, @Nullable Object right) {
    int order =
        switch (left) {
          case Long a when right instanceof Long b -> a.compareTo(b);
          case Double a when right instanceof Double b -> a.compareTo(b);
          case String a when right instanceof String b -> a.compareTo(b);
          case Boolean a when right instanceof Boolean b && isEquality(operator) -> a.compareTo(b);
          case null, default -> throw new Mismatch("incompatible types for comparison");
        };
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static boolean isEquality(Operator operator) {
    return operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
  }
}
