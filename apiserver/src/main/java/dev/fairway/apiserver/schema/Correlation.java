package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.schema.MergeType.ListKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the old item that a new item of a list continues. Only lists of type map have such
/// partners: elsewhere an item has no identity.
final class Correlation {
  private static final Correlation NONE = new Correlation(List.of(), Map.of());

  private final List<String> keys;
  private final Map<List<@Nullable Object>, Object> oldItems;

  private Correlation(List<String> keys, Map<List<@Nullable Object>, Object> oldItems) {
    this.keys = keys;
    this.oldItems = oldItems;
  }

  static Correlation of(SchemaNode schema, @Nullable Object old) {
    if (schema.extensions().listKind() != ListKind.MAP
        || !(old instanceof List<?> list)
        || list.isEmpty()) {
      return NONE;
    }
    List<String> keys = schema.extensions().listKeys();
    Map<List<@Nullable Object>, Object> items = HashMap.newHashMap(list.size());
    for (Object item : list) {
      if (item instanceof Map<?, ?> map) {
        items.putIfAbsent(identity(map, keys), item);
      }
    }
    return new Correlation(keys, items);
  }

  /// The old item with the same keys, or [Validation#UNRELATED].
  Object partner(@Nullable Object item) {
    return oldItems.isEmpty() || !(item instanceof Map<?, ?> map)
        ? Validation.UNRELATED
        : oldItems.getOrDefault(identity(map, keys), Validation.UNRELATED);
  }

  private static List<@Nullable Object> identity(Map<?, ?> item, List<String> keys) {
    List<@Nullable Object> identity = new ArrayList<>(keys.size());
    keys.forEach(key -> identity.add(item.get(key)));
    return identity;
  }
}
