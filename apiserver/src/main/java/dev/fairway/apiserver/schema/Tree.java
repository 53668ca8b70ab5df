package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Typed reads from plain trees. A value of another type reads as absent: objects that come here
/// have passed the decoder of their kind, which refuses wrong types.
final class Tree {
  private Tree() {}

  static String text(Map<String, Object> object, String key) {
    return object.get(key) instanceof String text ? text : "";
  }

  static @Nullable String textOrNull(Map<String, Object> object, String key) {
    return object.get(key) instanceof String text ? text : null;
  }

  static boolean flag(Map<String, Object> object, String key) {
    return Boolean.TRUE.equals(object.get(key));
  }

  static @Nullable Long whole(Map<String, Object> object, String key) {
    return object.get(key) instanceof Number number ? (Long) number.longValue() : null;
  }

  static @Nullable Double decimal(Map<String, Object> object, String key) {
    return object.get(key) instanceof Number number ? (Double) number.doubleValue() : null;
  }

  static @Nullable Map<String, Object> objectOrNull(Map<String, Object> object, String key) {
    return object.get(key) instanceof Map<?, ?> map ? Json.object(map) : null;
  }

  static Map<String, Object> object(Map<String, Object> object, String key) {
    Map<String, Object> child = objectOrNull(object, key);
    return child == null ? Map.of() : child;
  }

  static List<?> list(Map<String, Object> object, String key) {
    return object.get(key) instanceof List<?> list ? list : List.of();
  }

  static List<Map<String, Object>> objects(Map<String, Object> object, String key) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object item : list(object, key)) {
      objects.add(item instanceof Map<?, ?> map ? Json.object(map) : Map.of());
    }
    return objects;
  }

  static List<String> texts(Map<String, Object> object, String key) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(object, key)) {
      texts.add(item instanceof String text ? text : "");
    }
    return texts;
  }

  /// The fields of an object whose values are objects.
  static Map<String, Map<String, Object>> objectsByName(Map<String, Object> object, String key) {
    Map<String, Map<String, Object>> named = new LinkedHashMap<>();
    object(object, key)
        .forEach((name, value) -> {
          if (value instanceof Map<?, ?> map) {
            named.put(name, Json.object(map));
          }
        });
    return named;
  }
}
