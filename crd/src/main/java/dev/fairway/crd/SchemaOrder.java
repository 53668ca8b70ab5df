package dev.fairway.crd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the keywords of a schema into one order, whatever order they were found in: what a reader
/// asks first comes first, what nests comes last. Properties stay in order of declaration.
final class SchemaOrder {
  private static final List<String> ORDER =
      List.of(
          "title",
          "description",
          "externalDocs",
          "example",
          "type",
          "format",
          "nullable",
          "default",
          "enum",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "exclusiveMinimum",
          "maximum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "x-kubernetes-int-or-string",
          "x-kubernetes-embedded-resource",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-map-type",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "required",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "x-kubernetes-validations",
          "items",
          "additionalProperties",
          "properties");

  private SchemaOrder() {}

  static Map<String, Object> of(Map<String, Object> schema) {
    var ordered = new LinkedHashMap<String, Object>();
    ORDER.stream().filter(schema::containsKey).forEach(key -> put(ordered, key, schema.get(key)));
    schema.keySet().stream()
        .filter(key -> !ORDER.contains(key))
        .sorted()
        .forEach(key -> put(ordered, key, schema.get(key)));
    return ordered;
  }

  private static void put(Map<String, Object> ordered, String key, @Nullable Object value) {
    if (value != null) ordered.put(key, value(key, value));
  }

  private static Object value(String key, Object value) {
    return switch (key) {
      case "items", "additionalProperties", "not" ->
          value instanceof Map<?, ?> ? of(Tree.asMap(value)) : value;
      case "allOf", "anyOf", "oneOf" ->
          new ArrayList<>(
              ((List<?>) value).stream().map(Tree::asMap).map(SchemaOrder::of).toList());
      case "properties" -> {
        var properties = new LinkedHashMap<String, Object>();
        Tree.asMap(value).forEach((name, child) -> properties.put(name, of(Tree.asMap(child))));
        yield properties;
      }
      default -> value;
    };
  }
}
