package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Uniqueness in lists of type set and map
/// (`apiextensions-apiserver/pkg/apiserver/schema/listtype`).
final class ListTypes {
  private final List<FieldError> errors = new ArrayList<>();

  private ListTypes() {}

  static List<FieldError> validate(Map<String, Object> object, SchemaNode schema) {
    ListTypes check = new ListTypes();
    check.check(object, schema, FieldPath.ROOT);
    return check.errors;
  }

  private void check(@Nullable Object value, SchemaNode schema, FieldPath path) {
    if (value instanceof Map<?, ?> map) {
      Json.object(map).forEach((name, child) -> checkField(name, child, schema, path));
    } else if (value instanceof List<?> list) {
      switch (schema.extensions().listKind()) {
        case SET -> reportDuplicates(list, path);
        case MAP -> checkKeys(list, schema.extensions().listKeys(), path);
        case ATOMIC -> {}
      }
      SchemaNode items = schema.items();
      if (items != null) {
        for (int i = 0; i < list.size(); i++) {
          check(list.get(i), items, path.index(i));
        }
      }
    }
  }

  private void checkField(String name, @Nullable Object value, SchemaNode schema, FieldPath path) {
    SchemaNode property = schema.properties().get(name);
    if (property != null) {
      check(value, property, path.child(name));
    } else if (schema.additional() != null) {
      check(value, schema.additional(), path.key(name));
    }
  }

  private void checkKeys(List<?> list, List<String> keys, FieldPath path) {
    List<Map<String, @Nullable Object>> identities = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      Object item = list.get(i);
      if (item != null && !(item instanceof Map)) {
        String detail = "must be an object for an array of list-type map";
        errors.add(FieldError.invalid(path.index(i).text(), item, detail));
        return;
      }
      identities.add(identity((Map<?, ?>) item, keys));
    }
    reportDuplicates(identities, path);
  }

  private static Map<String, @Nullable Object> identity(
      @Nullable Map<?, ?> item, List<String> keys) {
    Map<String, @Nullable Object> identity = LinkedHashMap.newLinkedHashMap(keys.size());
    if (item != null) {
      for (String key : keys) {
        if (item.containsKey(key)) {
          identity.put(key, item.get(key));
        }
      }
    }
    return identity;
  }

  /// Reports the second appearance of each repeated item, not the third.
  private void reportDuplicates(List<?> items, FieldPath path) {
    if (items.size() < 2) {
      return;
    }
    Map<@Nullable Object, Integer> seen = HashMap.newHashMap(items.size());
    for (int i = 0; i < items.size(); i++) {
      if (seen.merge(items.get(i), 1, Integer::sum) == 2) {
        errors.add(FieldError.duplicate(path.index(i).text(), items.get(i)));
      }
    }
  }
}
