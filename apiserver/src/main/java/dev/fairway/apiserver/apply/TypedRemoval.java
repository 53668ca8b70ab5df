package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Removes fields and list items from a tree. The result shares every unchanged part with the tree.
/// A part that loses its last content becomes null.
final class TypedRemoval {
  private TypedRemoval() {}

  static Map<String, Object> remove(Map<String, Object> tree, FieldSet fields, MergeType type) {
    Object rest = remove(type, tree, fields);
    return rest == null ? Map.of() : Json.object(rest);
  }

  private static @Nullable Object remove(MergeType type, @Nullable Object value, FieldSet fields) {
    if (fields.isEmpty()) {
      return value;
    }
    if (Parts.isMap(type, value)) {
      return removeFields(type, Parts.entries(value), fields);
    }
    return type instanceof MergeType.ListOf list && Parts.isList(type, value)
        ? removeItems(list, Parts.items(value), fields)
        : value;
  }

  private static @Nullable Object removeFields(
      MergeType type, Map<String, @Nullable Object> map, FieldSet fields) {
    Map<String, @Nullable Object> rest = null;
    for (FieldSet.Entry entry : fields.entries()) {
      if (!(entry.element() instanceof PathElement.Field(var name)) || !map.containsKey(name)) {
        continue;
      }
      Object before = map.get(name);
      Object after =
          entry.member() ? Parts.ABSENT : remove(Parts.field(type, name), before, entry.below());
      if (!Values.identical(after, before)) {
        rest = rest == null ? new LinkedHashMap<>(map) : rest;
        put(rest, name, after);
      }
    }
    return rest == null ? map : rest.isEmpty() ? null : rest;
  }

  private static void put(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
    if (Parts.isAbsent(value)) {
      map.remove(name);
    } else {
      map.put(name, value);
    }
  }

  private static @Nullable Object removeItems(
      MergeType.ListOf list, List<?> items, FieldSet fields) {
    List<PathElement> steps = Parts.steps(list, items);
    List<@Nullable Object> rest = new ArrayList<>(items.size());
    boolean changed = false;
    for (int i = 0; i < items.size(); i++) {
      PathElement step = steps.get(i);
      Object before = items.get(i);
      if (fields.has(step)) {
        changed = true;
      } else {
        Object after = remove(list.item(), before, fields.below(step));
        changed |= !Values.identical(after, before);
        rest.add(after);
      }
    }
    return !changed ? items : rest.isEmpty() ? null : rest;
  }
}
