package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.json.Json;
import java.util.List;
import java.util.Map;

/// Reads of object trees that may be incomplete.
final class Trees {
  private Trees() {}

  static String text(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof String text ? text : "";
  }

  static Map<String, Object> map(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
  }

  static List<Map<String, Object>> objects(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(Json::object).toList()
        : List.of();
  }

  static List<String> texts(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
