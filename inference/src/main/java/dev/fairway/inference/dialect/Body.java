package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object being written. Null values are left out.
final class Body {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  Body put(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, Json.of(value instanceof Body body ? body.json() : value));
    }
    return this;
  }

  Body putNull(String name) {
    return putOrNull(name, null);
  }

  /// For fields that the format wants even when there is nothing to say.
  Body putOrNull(String name, @Nullable Object value) {
    return put(name, value == null ? new Json.Null() : value);
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  Json.Obj json() {
    return new Json.Obj(fields);
  }
}
