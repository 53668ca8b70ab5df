package dev.fairway.apiserver.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares a tree of ours with what the real server stored after defaulting it.
final class Trees {
  private Trees() {}

  /// The parts of `tree` that are not in `whole`, which defaults may have made larger, and from
  /// which Go drops what is empty.
  static List<String> missing(Map<String, Object> tree, Map<String, Object> whole) {
    return missing("", tree, whole);
  }

  private static List<String> missing(String path, @Nullable Object tree, @Nullable Object whole) {
    List<String> missing = new ArrayList<>();
    if (tree instanceof Map<?, ?> parts && whole instanceof Map<?, ?> all) {
      parts.forEach(
          (name, part) -> missing.addAll(missing(path + "." + name, part, all.get(name))));
    } else if (tree instanceof List<?> items
        && whole instanceof List<?> all
        && items.size() == all.size()) {
      for (int i = 0; i < items.size(); i++) {
        missing.addAll(missing(path + "[" + i + "]", items.get(i), all.get(i)));
      }
    } else if (!Values.same(tree, whole) && !(Parts.isEmpty(tree) && Parts.isEmpty(whole))) {
      missing.add(path + ": " + tree + " is not " + whole);
    }
    return missing;
  }
}
