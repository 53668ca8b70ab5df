package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The versions one kind is served at. Managers record fields at the version they wrote, so a write
/// at another version has to look at the object through theirs. Any thread.
public interface Versions {
  /// The type of the kind at this `group/version`; null when it is not served (any more), and then
  /// what managers recorded at it is dropped.
  @Nullable MergeType type(String apiVersion);

  /// The object at another version. Called only for versions that have a type; must not change its
  /// argument.
  Map<String, Object> convert(Map<String, Object> object, String apiVersion);

  /// A kind with one version.
  static Versions only(String apiVersion, MergeType type) {
    return new Versions() {
      @Override
      public @Nullable MergeType type(String version) {
        return version.equals(apiVersion) ? type : null;
      }

      @Override
      public Map<String, Object> convert(Map<String, Object> object, String version) {
        return object;
      }
    };
  }
}
