package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.pipeline.ServedResource.VersionChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events are one object under two APIs: stored as core/v1, shown as events.k8s.io/v1 with other
/// names for the same fields.
record EventForms() implements VersionChange {
  /// Name in core/v1 to name in events.k8s.io/v1.
  private static final Map<String, String> NEW_NAMES =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  @Override
  public void toStored(Map<String, Object> object) {
    object.put("apiVersion", "v1");
    Map<String, String> oldNames = new LinkedHashMap<>();
    NEW_NAMES.forEach((older, newer) -> oldNames.put(newer, older));
    rename(object, oldNames);
    object.putIfAbsent("involvedObject", new LinkedHashMap<String, Object>());
  }

  @Override
  public void fromStored(Map<String, Object> object) {
    object.put("apiVersion", "events.k8s.io/v1");
    rename(object, NEW_NAMES);
  }

  @Override
  public Optional<String> storedApiVersion() {
    return Optional.empty();
  }

  private static void rename(Map<String, Object> object, Map<String, String> names) {
    Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
    object.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
    object.clear();
    renamed.forEach((name, value) -> {
      if (value != null) {
        object.put(name, value);
      }
    });
  }
}
