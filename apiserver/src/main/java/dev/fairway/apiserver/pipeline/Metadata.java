package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A view of `metadata` in an object's tree. Reads tolerate absent and ill-typed values; writes go
/// to the tree.
public record Metadata(Map<String, Object> fields) {

  /// The metadata of an object; created in the tree when it is missing.
  @SuppressWarnings("unchecked")
  public static Metadata of(Map<String, Object> object) {
    if (object.get("metadata") instanceof Map<?, ?> map) {
      return new Metadata((Map<String, Object>) map);
    }
    Map<String, Object> fresh = new LinkedHashMap<>();
    object.put("metadata", fresh);
    return new Metadata(fresh);
  }

  public String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  public String name() {
    return text("name");
  }

  public String namespace() {
    return text("namespace");
  }

  public String uid() {
    return text("uid");
  }

  public String resourceVersion() {
    return text("resourceVersion");
  }

  public boolean deleting() {
    return fields.get("deletionTimestamp") != null;
  }

  public long generation() {
    return fields.get("generation") instanceof Long number ? number : 0;
  }

  /// The finalizers as a fresh list.
  public List<String> finalizers() {
    List<String> names = new ArrayList<>();
    if (fields.get("finalizers") instanceof List<?> list) {
      list.forEach(entry -> names.add(String.valueOf(entry)));
    }
    return names;
  }

  public void finalizers(List<String> names) {
    if (names.isEmpty()) {
      fields.remove("finalizers");
    } else {
      fields.put("finalizers", new ArrayList<Object>(names));
    }
  }

  public Map<String, Object> labels() {
    return map("labels");
  }

  public Map<String, Object> annotations() {
    return map("annotations");
  }

  private Map<String, Object> map(String field) {
    return fields.get(field) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
  }

  /// Sets a label, making room for it when there are none.
  public void label(String key, String value) {
    if (!(fields.get("labels") instanceof Map<?, ?>)) {
      fields.put("labels", new LinkedHashMap<String, Object>());
    }
    Json.object(fields.get("labels")).put(key, value);
  }

  /// Sets the field, or removes it when the value is null.
  public void set(String field, @Nullable Object value) {
    if (value == null) {
      fields.remove(field);
    } else {
      fields.put(field, value);
    }
  }
}
