package dev.fairway.crd;

import java.util.Map;
import java.util.Optional;

/// Follows simple JSON paths such as `.spec.replicas` through a schema.
final class SchemaPath {
  private SchemaPath() {}

  /// The type at the path, empty when there is no such field or it lies within a list or map.
  static String typeAt(Map<String, Object> schema, String path) {
    Map<String, Object> current = schema;
    for (String step : path.substring(1).split("\\."))
      current = Tree.map(Tree.map(current, "properties"), step);
    return Tree.text(current, "type");
  }

  /// The first step of a path that the schema does not have. Stops, content, at metadata, at
  /// brackets, and where anything is allowed.
  static Optional<String> firstMissing(Map<String, Object> schema, String path) {
    if (!path.startsWith(".")) return Optional.of(path);
    Map<String, Object> current = schema;
    for (String step : path.substring(1).split("\\.")) {
      boolean bracket = step.contains("[");
      String name = bracket ? step.substring(0, step.indexOf('[')) : step;
      var properties = Tree.map(current, "properties");
      if (properties.isEmpty() || name.equals("metadata")) return Optional.empty();
      if (!properties.containsKey(name)) return Optional.of(name);
      if (bracket) return Optional.empty();
      current = Tree.map(properties, name);
    }
    return Optional.empty();
  }
}
