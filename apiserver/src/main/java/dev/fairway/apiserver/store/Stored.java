package dev.fairway.apiserver.store;

import dev.fairway.apiserver.json.Json;
import java.util.Map;

/// One object as the store holds it at one revision. Immutable; the array must not be changed.
///
/// @param revision the revision that wrote this state: `metadata.resourceVersion`
/// @param json the whole object as UTF-8 JSON, `metadata.resourceVersion` included
public record Stored(Key key, long revision, byte[] json) {
  /// The object as a fresh tree that belongs to the caller.
  public Map<String, Object> tree() {
    return Json.parseObject(json);
  }
}
