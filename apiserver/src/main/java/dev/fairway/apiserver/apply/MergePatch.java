package dev.fairway.apiserver.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON merge patch (RFC 7386): objects merge, a null removes, everything else replaces. Pure; any
/// thread.
public final class MergePatch {
  private MergePatch() {}

  /// Answers the patched object; the arguments stay as they are, and the answer shares parts with
  /// them.
  ///
  /// @throws PatchFailure when the patch is not an object
  public static Map<String, Object> apply(Map<String, Object> object, @Nullable Object patch) {
    if (patch instanceof List<?>) {
      throw PatchFailure.unprocessable("a merge patch of an object must be an object, not a list");
    }
    if (!(patch instanceof Map<?, ?>)) {
      throw PatchFailure.badRequest("Invalid JSON Patch");
    }
    return merged(object, Parts.entries(patch));
  }

  private static Map<String, Object> merged(
      @Nullable Object target, Map<String, @Nullable Object> patch) {
    Map<String, Object> result = new LinkedHashMap<>(known(target));
    patch.forEach((name, value) -> {
      if (value == null) {
        result.remove(name);
      } else if (value instanceof Map<?, ?>) {
        result.put(name, merged(result.get(name), Parts.entries(value)));
      } else {
        result.put(name, value);
      }
    });
    return result;
  }

  @SuppressWarnings({"unchecked", "NullAway"})
  private static Map<String, Object> known(@Nullable Object target) {
    return target instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
