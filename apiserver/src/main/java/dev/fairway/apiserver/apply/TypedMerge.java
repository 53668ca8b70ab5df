package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Merges a configuration into a live object. Nothing is removed; where both set a leaf the
/// configuration wins. The result shares every unchanged part with the live object and is the live
/// object itself when nothing changes.
final class TypedMerge {
  private TypedMerge() {}

  static Map<String, Object> merge(
      Map<String, Object> live, Map<String, Object> configuration, MergeType type) {
    return Json.object(merge(type, live, configuration));
  }

  private static @Nullable Object merge(
      MergeType type, @Nullable Object live, @Nullable Object configured) {
    if (Parts.isAbsent(configured)) {
      return live;
    }
    if (Parts.isAbsent(live) || Values.identical(live, configured)) {
      return configured;
    }
    if (!Parts.isGranular(type, live)) {
      return Values.same(live, configured) ? live : configured;
    }
    if (configured == null) {
      // A null says nothing about the parts, so a value that has some keeps them.
      return Parts.isEmpty(live) ? null : live;
    }
    if (!Parts.isGranular(type, configured)) {
      return configured;
    }
    return type instanceof MergeType.ListOf list
        ? mergeLists(list, Parts.items(live), Parts.items(configured))
        : mergeMaps(type, Parts.entries(live), Parts.entries(configured));
  }

  private static Map<String, @Nullable Object> mergeMaps(
      MergeType type,
      Map<String, @Nullable Object> live,
      Map<String, @Nullable Object> configured) {
    Map<String, @Nullable Object> merged = live;
    for (Map.Entry<String, @Nullable Object> entry : configured.entrySet()) {
      String name = entry.getKey();
      Object before = Parts.get(live, name);
      Object after = merge(Parts.field(type, name), before, entry.getValue());
      if (!Values.identical(after, before)) {
        if (Values.identical(merged, live)) {
          merged = new LinkedHashMap<>(live);
        }
        merged.put(name, after);
      }
    }
    return merged;
  }

  private static List<?> mergeLists(MergeType.ListOf list, List<?> live, List<?> configured) {
    List<@Nullable Object> merged = new ListMerge(list, live, configured).merge();
    return sameItems(live, merged) ? live : merged;
  }

  private static boolean sameItems(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!Values.identical(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Merges two lists whose items have identities. Items of both take the order of the
  /// configuration; items that only the live list has stay before the shared item they preceded.
  private static final class ListMerge {
    private final MergeType.ListOf list;
    private final List<?> live;
    private final List<?> configured;
    private final List<PathElement> liveSteps;
    private final List<PathElement> configuredSteps;
    private final Map<PathElement, @Nullable Object> liveItems = new HashMap<>();
    private final Set<PathElement> configuredSet;
    private final List<@Nullable Object> result;

    ListMerge(MergeType.ListOf list, List<?> live, List<?> configured) {
      this.list = list;
      this.live = live;
      this.configured = configured;
      this.liveSteps = Parts.steps(list, live);
      this.configuredSteps = Parts.steps(list, configured);
      this.configuredSet = new HashSet<>(configuredSteps);
      this.result = new ArrayList<>(Math.max(live.size(), configured.size()));
      indexLive();
    }

    /// A duplicate in the live list is not merged with: which one would be meant?
    private void indexLive() {
      for (int i = 0; i < live.size(); i++) {
        PathElement step = liveSteps.get(i);
        liveItems.put(step, liveItems.containsKey(step) ? null : live.get(i));
      }
    }

    List<@Nullable Object> merge() {
      int l = 0;
      int c = 0;
      int shared = nextShared(0);
      while (l < live.size() || c < configured.size()) {
        boolean inStep =
            l < live.size()
                && c < configured.size()
                && liveSteps.get(l).equals(configuredSteps.get(c));
        if (l < live.size() && !inStep) {
          PathElement step = liveSteps.get(l);
          if (!configuredSet.contains(step)) {
            result.add(live.get(l++));
            continue;
          }
          boolean awaited = shared < configured.size() && configuredSteps.get(shared).equals(step);
          if (!awaited) {
            l++;
          }
          if (c >= configured.size() || (!awaited && shared < configured.size())) {
            continue;
          }
        }
        take(c);
        shared = c == shared ? nextShared(c + 1) : shared;
        c++;
        l += inStep ? 1 : 0;
      }
      return result;
    }

    /// The position of the next configured item that the live list has too.
    private int nextShared(int from) {
      int position = from;
      while (position < configured.size()
          && !liveItems.containsKey(configuredSteps.get(position))) {
        position++;
      }
      return position;
    }

    private void take(int position) {
      PathElement step = configuredSteps.get(position);
      Object before = liveItems.containsKey(step) ? liveItems.get(step) : Parts.ABSENT;
      result.add(TypedMerge.merge(list.item(), before, configured.get(position)));
    }
  }
}
