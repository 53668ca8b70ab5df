package dev.fairway.apiserver.apply;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Equality, order and text of plain JSON values as structured-merge-diff sees them: whole numbers
/// and fractions compare by value, maps regardless of order.
final class Values {
  private Values() {}

  /// Whether both are the very same tree: how merging says that nothing changed.
  @SuppressWarnings("ReferenceEquality")
  static boolean identical(@Nullable Object left, @Nullable Object right) {
    return left == right;
  }

  /// Deep equality; cheap where the trees share parts.
  static boolean same(@Nullable Object left, @Nullable Object right) {
    if (identical(left, right)) {
      return true;
    }
    if (left == null || right == null) {
      return false;
    }
    if (left instanceof Map<?, ?> a) {
      return right instanceof Map<?, ?> b && sameMaps(a, b);
    }
    if (left instanceof List<?> a) {
      return right instanceof List<?> b && sameLists(a, b);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return compareNumbers(a, b) == 0;
    }
    return left.equals(right);
  }

  private static boolean sameMaps(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : left.entrySet()) {
      Object other = right.get(entry.getKey());
      if ((other == null && !right.containsKey(entry.getKey())) || !same(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLists(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    Iterator<?> others = right.iterator();
    for (Object value : left) {
      if (!same(value, others.next())) {
        return false;
      }
    }
    return true;
  }

  /// Numbers first, then strings, booleans, null.
  static int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return compareNumbers(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a.compareTo(b);
    }
    return Integer.compare(rank(left), rank(right));
  }

  private static int rank(@Nullable Object value) {
    return switch (value) {
      case Number _ -> 0;
      case String _ -> 1;
      case Boolean _ -> 2;
      case null -> 4;
      default -> 3;
    };
  }

  private static int compareNumbers(Number left, Number right) {
    return left instanceof Double || right instanceof Double
        ? Double.compare(left.doubleValue(), right.doubleValue())
        : Long.compare(left.longValue(), right.longValue());
  }

  /// A whole number as `Long` whatever it was read as, so that equal values have equal hash codes.
  static @Nullable Object canonical(@Nullable Object value) {
    return switch (value) {
      case Integer number -> (Object) number.longValue();
      case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 ->
          (Object) number.longValue();
      case null -> null;
      default -> value;
    };
  }

  /// The value as a path shows it: strings quoted as Go's `%q` does.
  static String text(@Nullable Object value) {
    return value instanceof String text ? quote(text) : String.valueOf(value);
  }

  /// The value as Go's `%v` prints it.
  static String goText(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(entry -> entry.getKey() + ":" + goText(entry.getValue()))
                  .collect(Collectors.joining(" ", "map[", "]"));
      case List<?> list ->
          list.stream().map(Values::goText).collect(Collectors.joining(" ", "[", "]"));
      case null -> "<nil>";
      default -> value.toString();
    };
  }

  /// The name of the value's type in Go.
  static String goType(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "map[string]interface {}";
      case List<?> _ -> "[]interface {}";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Double _ -> "float64";
      case null -> "%!s(<nil>)";
      default -> "int64";
    };
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> appendQuoted(quoted, c));
    return quoted.append('"').toString();
  }

  private static void appendQuoted(StringBuilder quoted, int c) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\t' -> quoted.append("\\t");
      case '\r' -> quoted.append("\\r");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          quoted.append("\\x%02x".formatted(c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
    }
  }
}
