package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills in defaults and drops nulls that mean "absent"
/// (`apiextensions-apiserver/pkg/apiserver/schema/defaulting`).
final class Defaulting {
  private Defaulting() {}

  /// Fills in the defaults of absent fields, at every depth that exists or comes into existence.
  static void apply(@Nullable Object value, @Nullable SchemaNode schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      applyToObject(Json.object(map), schema);
    } else if (value instanceof List<?> list) {
      applyToList(list, schema.items());
    }
  }

  private static void applyToObject(Map<String, Object> object, SchemaNode schema) {
    schema
        .properties()
        .forEach((name, property) -> {
          Object preset = property.defaultValue();
          if (preset != null
              && (!object.containsKey(name) || isUnwantedNull(object.get(name), property))) {
            object.put(name, Json.copyValue(preset));
          }
        });
    object.replaceAll((name, value) -> {
      SchemaNode child = schema.field(name);
      return child == null ? value : completed(value, child);
    });
  }

  @SuppressWarnings("unchecked")
  private static void applyToList(List<?> list, @Nullable SchemaNode items) {
    if (items != null) {
      ((List<@Nullable Object>) list).replaceAll(item -> completed(item, items));
    }
  }

  private static @Nullable Object completed(@Nullable Object value, SchemaNode schema) {
    Object preset = schema.defaultValue();
    @Nullable Object present =
        preset != null && isUnwantedNull(value, schema) ? Json.copyValue(preset) : value;
    apply(present, schema);
    return present;
  }

  /// Removes nulls from fields that may not be null and have no default.
  static void dropNulls(@Nullable Object value, @Nullable SchemaNode schema) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> object = Json.object(map);
      object.entrySet().removeIf(field -> isDroppedNull(field, schema));
      object.forEach((name, child) -> dropNulls(child, schema == null ? null : schema.field(name)));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> dropNulls(item, schema == null ? null : schema.items()));
    }
  }

  private static boolean isDroppedNull(
      Map.Entry<String, Object> field, @Nullable SchemaNode schema) {
    SchemaNode child = schema == null ? null : schema.field(field.getKey());
    return child != null && child.defaultValue() == null && isUnwantedNull(field.getValue(), child);
  }

  private static boolean isUnwantedNull(@Nullable Object value, SchemaNode schema) {
    return value == null && !schema.nullable();
  }
}
