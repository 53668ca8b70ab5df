package dev.fairway.apiserver.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small reads and edits of object trees.
final class Trees {
  private Trees() {}

  /// The value below a chain of keys; null when any part is missing or not an object.
  static @Nullable Object at(Map<String, Object> tree, String... keys) {
    Object value = tree;
    for (String key : keys) {
      if (!(value instanceof Map<?, ?> map)) {
        return null;
      }
      value = map.get(key);
    }
    return value;
  }

  static String text(Map<String, Object> tree, String... keys) {
    return at(tree, keys) instanceof String text ? text : "";
  }

  static boolean flag(Map<String, Object> tree, String... keys) {
    return Boolean.TRUE.equals(at(tree, keys));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> tree, String... keys) {
    return at(tree, keys) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Map<String, Object> tree, String... keys) {
    return at(tree, keys) instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /// The objects of a list; other items are left out.
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(Map<String, Object> tree, String... keys) {
    return list(tree, keys).stream()
        .filter(Map.class::isInstance)
        .map(item -> (Map<String, Object>) item)
        .toList();
  }

  static List<String> texts(Map<String, Object> tree, String... keys) {
    return list(tree, keys).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  /// The object below the key, made when it is missing.
  @SuppressWarnings("unchecked")
  static Map<String, Object> ensure(Map<String, Object> tree, String key) {
    if (tree.get(key) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    Map<String, Object> fresh = new LinkedHashMap<>();
    tree.put(key, fresh);
    return fresh;
  }

  /// Makes `to` hold what `from` holds under the key.
  static void carry(String key, Map<String, Object> from, Map<String, Object> to) {
    Object value = from.get(key);
    if (value != null) {
      to.put(key, value);
    } else {
      to.remove(key);
    }
  }

  /// An ordered map of alternating keys and values; pairs whose value is null are left out.
  static Map<String, Object> of(@Nullable Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      if (value != null) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }
}
