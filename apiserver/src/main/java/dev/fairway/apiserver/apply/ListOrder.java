package dev.fairway.apiserver.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The order of a list that strategic merge patch has merged: items the patch names stand in its
/// order, the others keep the order they had, and both are interleaved as the live list had them.
final class ListOrder {
  private ListOrder() {}

  /// @param order the items of the patch, or of its `$setElementOrder`
  /// @param live the list before the patch
  /// @param key the merge key; null for a list of scalars
  static List<@Nullable Object> arrange(
      List<?> merged, List<?> order, List<?> live, @Nullable String key) {
    Map<Object, Integer> wanted = positions(order, key);
    Map<Object, Integer> before = positions(live, key);
    List<@Nullable Object> named = new ArrayList<>();
    List<@Nullable Object> others = new ArrayList<>();
    for (Object item : merged) {
      (wanted.containsKey(identity(item, key)) ? named : others).add(item);
    }
    named.sort(Comparator.comparingInt(item -> position(wanted, item, key)));
    others.sort(Comparator.comparingInt(item -> position(before, item, key)));
    return interleave(others, named, before, key);
  }

  private static List<@Nullable Object> interleave(
      List<@Nullable Object> others,
      List<@Nullable Object> named,
      Map<Object, Integer> before,
      @Nullable String key) {
    List<@Nullable Object> all = new ArrayList<>(others.size() + named.size());
    int i = 0;
    for (Object item : named) {
      int limit = position(before, item, key);
      while (i < others.size() && position(before, others.get(i), key) < limit) {
        all.add(others.get(i++));
      }
      all.add(item);
    }
    all.addAll(others.subList(i, others.size()));
    return all;
  }

  private static Map<Object, Integer> positions(List<?> list, @Nullable String key) {
    Map<Object, Integer> positions = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      positions.putIfAbsent(identity(list.get(i), key), i);
    }
    return positions;
  }

  /// -1 for an item that is not there.
  private static int position(
      Map<Object, Integer> positions, @Nullable Object item, @Nullable String key) {
    return positions.getOrDefault(identity(item, key), -1);
  }

  private static Object identity(@Nullable Object item, @Nullable String key) {
    Object value = Values.canonical(key == null ? item : key(Parts.entries(item), key));
    return value == null ? Parts.ABSENT : value;
  }

  /// The value of an item's merge key.
  static @Nullable Object key(Map<String, @Nullable Object> item, String key) {
    if (!item.containsKey(key)) {
      throw PatchFailure.internal(
          "map: " + Values.goText(item) + " does not contain declared merge key: " + key);
    }
    return item.get(key);
  }

  /// Refuses a patch whose items are not, in this order, in the order it states.
  static void check(List<?> patch, List<?> order, @Nullable String key) {
    int next = 0;
    for (Object item : patch) {
      if (item instanceof Map<?, ?> map && map.containsKey("$patch")) {
        continue;
      }
      Object wanted = identity(item, key);
      while (next < order.size() && !identity(order.get(next), key).equals(wanted)) {
        next++;
      }
      if (next == order.size() && !order.isEmpty()) {
        throw PatchFailure.internal(
            "The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                .formatted(Values.goText(patch), Values.goText(order)));
      }
      next++;
    }
  }
}
