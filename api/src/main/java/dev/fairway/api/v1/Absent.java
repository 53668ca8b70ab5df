package dev.fairway.api.v1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives what a YAML document left out its effective value. Jackson passes null for an absent
/// property whatever the annotations say.
final class Absent {
  private Absent() {}

  static <T> T or(@Nullable T value, T effective) {
    return value == null ? effective : value;
  }

  static <T> List<T> copyOf(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static Map<String, String> copyOf(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
