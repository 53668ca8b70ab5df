package dev.fairway.crd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Documents as plain maps, lists and scalars: the places where a cast is needed, and nothing else.
final class Tree {
  private Tree() {}

  /// The object below `key`, or an empty one that is not part of the tree.
  static Map<String, Object> map(Map<String, Object> parent, String key) {
    return asMap(parent.get(key));
  }

  /// The value as an object, empty when it is none.
  @SuppressWarnings("unchecked") // YAML and JSON have no keys but strings
  static Map<String, Object> asMap(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /// The list below `key`, empty when there is none.
  @SuppressWarnings("unchecked")
  static List<Object> list(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof List<?> list ? (List<Object>) list : List.of();
  }

  static List<Map<String, Object>> maps(Map<String, Object> parent, String key) {
    return list(parent, key).stream().map(Tree::asMap).toList();
  }

  static List<String> strings(Map<String, Object> parent, String key) {
    return list(parent, key).stream().map(String::valueOf).toList();
  }

  /// The scalar below `key` as text, empty when there is none.
  static String text(Map<String, Object> parent, String key) {
    Object value = parent.get(key);
    return value == null ? "" : value.toString();
  }

  static boolean isTrue(Map<String, Object> parent, String key) {
    return Boolean.TRUE.equals(parent.get(key));
  }

  /// A copy that shares nothing with the original.
  static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, child) -> copy.put(String.valueOf(key), copy(child)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        list.forEach(child -> copy.add(copy(child)));
        yield copy;
      }
      case null, default -> value;
    };
  }
}
