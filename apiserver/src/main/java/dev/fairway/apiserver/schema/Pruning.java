package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes what a schema does not know (`apiextensions-apiserver/pkg/apiserver/schema/pruning`).
final class Pruning {
  private static final Set<String> META_FIELDS = Set.of("apiVersion", "kind", "metadata");

  private final List<String> removed;

  private Pruning(List<String> removed) {
    this.removed = removed;
  }

  /// Prunes a whole resource and adds the path of each removed field to `removed`. Metadata is left
  /// alone.
  static void prune(Map<String, Object> object, SchemaNode root, List<String> removed) {
    new Pruning(removed).prune(object, root.asResource(), FieldPath.ROOT);
  }

  /// Prunes any value; used for defaults.
  static void pruneValue(@Nullable Object value, SchemaNode schema) {
    new Pruning(new java.util.ArrayList<>()).prune(value, schema, FieldPath.ROOT);
  }

  private void prune(@Nullable Object value, @Nullable SchemaNode schema, FieldPath path) {
    if (value instanceof Map<?, ?> map) {
      pruneObject(Json.object(map), schema, path);
    } else if (value instanceof List<?> list) {
      SchemaNode items = schema == null ? null : schema.items();
      boolean open = schema != null && schema.extensions().preserveUnknown();
      for (int i = 0; i < list.size(); i++) {
        if (!open) {
          prune(list.get(i), items, path.index(i));
        } else if (items != null) {
          pruneOpen(list.get(i), items, path.index(i));
        }
      }
    }
  }

  private void pruneObject(
      Map<String, Object> object, @Nullable SchemaNode schema, FieldPath path) {
    for (Iterator<Map.Entry<String, Object>> fields = object.entrySet().iterator();
        fields.hasNext(); ) {
      Map.Entry<String, Object> field = fields.next();
      String name = field.getKey();
      if (schema != null && schema.extensions().embedded() && META_FIELDS.contains(name)) {
        continue;
      }
      if (schema != null && (schema.freeKeys() || schema.properties().containsKey(name))) {
        prune(field.getValue(), schema.field(name), path.child(name));
      } else if (schema == null || !schema.extensions().preserveUnknown()) {
        removed.add(path.child(name).text());
        fields.remove();
      }
    }
  }

  /// Below a list that preserves unknown fields its items do so too, whatever their schema says.
  private void pruneOpen(@Nullable Object value, SchemaNode schema, FieldPath path) {
    if (value instanceof Map<?, ?> map) {
      Json.object(map)
          .forEach((name, child) -> {
            boolean meta = schema.extensions().embedded() && META_FIELDS.contains(name);
            if (!meta && (schema.freeKeys() || schema.properties().containsKey(name))) {
              prune(child, schema.field(name), path.child(name));
            }
          });
    } else if (value instanceof List<?> list && schema.items() != null) {
      for (int i = 0; i < list.size(); i++) {
        pruneOpen(list.get(i), schema.items(), path.index(i));
      }
    }
  }
}
