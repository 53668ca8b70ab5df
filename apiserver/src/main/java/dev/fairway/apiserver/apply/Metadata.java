package dev.fairway.apiserver.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and replaces what lies in an object's metadata without changing the object: every method
/// that changes something answers a new object that shares the rest.
final class Metadata {
  private static final String MANAGED_FIELDS = "managedFields";
  private static final String ANNOTATIONS = "annotations";

  private Metadata() {}

  static @Nullable Object managedFields(Map<String, Object> object) {
    return of(object).get(MANAGED_FIELDS);
  }

  static boolean hasManagedFields(Map<String, Object> object) {
    return of(object).containsKey(MANAGED_FIELDS);
  }

  static Map<String, Object> withoutManagedFields(Map<String, Object> object) {
    return hasManagedFields(object) ? with(object, MANAGED_FIELDS, null) : object;
  }

  static Map<String, Object> withManagedFields(Map<String, Object> object, List<Object> entries) {
    return entries.isEmpty() ? withoutManagedFields(object) : with(object, MANAGED_FIELDS, entries);
  }

  /// A string of the metadata; empty when there is none.
  static String text(Map<String, Object> object, String name) {
    return of(object).get(name) instanceof String text ? text : "";
  }

  static Map<String, @Nullable Object> annotations(Map<String, Object> object) {
    return Parts.entries(of(object).get(ANNOTATIONS));
  }

  /// @param annotations null takes the field away
  static Map<String, Object> withAnnotations(
      Map<String, Object> object, @Nullable Map<String, @Nullable Object> annotations) {
    return with(object, ANNOTATIONS, annotations);
  }

  private static Map<String, @Nullable Object> of(Map<String, Object> object) {
    return Parts.entries(object.get("metadata"));
  }

  private static Map<String, Object> with(
      Map<String, Object> object, String name, @Nullable Object value) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(of(object));
    if (value == null) {
      metadata.remove(name);
    } else {
      metadata.put(name, value);
    }
    Map<String, Object> changed = new LinkedHashMap<>(object);
    changed.put("metadata", metadata);
    return changed;
  }
}
