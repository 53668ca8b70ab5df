package dev.fairway.apiserver.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of a kind that field selectors may name, and how to read them.
///
/// @param readers by label; `metadata.name` and `metadata.namespace` are always known
/// @param declared the kind has a list of its own, which shows in the wording of a refusal
public record FieldLabels(
    Map<String, Function<Map<String, Object>, String>> readers, boolean declared) {
  static final FieldLabels METADATA = new FieldLabels(Map.of(), false);

  public FieldLabels {
    Map<String, Function<Map<String, Object>, String>> all = new LinkedHashMap<>(readers);
    all.put("metadata.name", object -> Trees.text(object, "metadata", "name"));
    all.put("metadata.namespace", object -> Trees.text(object, "metadata", "namespace"));
    readers = Map.copyOf(all);
  }

  /// Labels that are plain dotted paths of strings, booleans or whole numbers.
  static FieldLabels paths(List<String> dotted) {
    Map<String, Function<Map<String, Object>, String>> readers = new LinkedHashMap<>();
    for (String path : dotted) {
      String[] keys = path.split("\\.");
      readers.put(path, object -> printed(Trees.at(object, keys)));
    }
    return new FieldLabels(readers, true);
  }

  Optional<Function<Map<String, Object>, String>> reader(String label) {
    return Optional.ofNullable(readers.get(label));
  }

  String unknown(String label) {
    return declared
        ? "field label not supported: " + label
        : '"'
            + label
            + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
  }

  private static String printed(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }
}
