package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the scale subresource of a custom resource finds its numbers: plain dotted paths such as
/// `.spec.replicas`.
public record ScalePaths(
    String specReplicas, String statusReplicas, @Nullable String labelSelector) {
  static Optional<ScalePaths> read(Map<String, Object> subresources) {
    Map<String, Object> scale = Tree.objectOrNull(subresources, "scale");
    return scale == null
        ? Optional.empty()
        : Optional.of(
            new ScalePaths(
                Tree.text(scale, "specReplicasPath"),
                Tree.text(scale, "statusReplicasPath"),
                Tree.textOrNull(scale, "labelSelectorPath")));
  }

  List<FieldError> validateSpec(Map<String, Object> object) {
    return validateReplicas(object, specReplicas);
  }

  List<FieldError> validateStatus(Map<String, Object> object) {
    List<FieldError> errors = new ArrayList<>(validateReplicas(object, statusReplicas));
    if (labelSelector != null && !labelSelector.isEmpty()) {
      Object value = valueAt(object, labelSelector);
      if (value != null && !(value instanceof String)) {
        errors.add(FieldError.invalid(labelSelector, "", mismatch(labelSelector, value, "string")));
      }
    }
    return errors;
  }

  private static List<FieldError> validateReplicas(Map<String, Object> object, String path) {
    return switch (valueAt(object, path)) {
      case null -> List.of();
      case Long count when count < 0 ->
          List.of(FieldError.invalid(path, count, "should be a non-negative integer"));
      case Long count when count > Integer.MAX_VALUE ->
          List.of(
              FieldError.invalid(
                  path, count, "should be less than or equal to " + Integer.MAX_VALUE));
      case Long _ -> List.of();
      case Object value -> List.of(FieldError.invalid(path, 0L, mismatch(path, value, "int64")));
    };
  }

  private static String mismatch(String path, Object value, String expected) {
    String type =
        switch (value) {
          case String _ -> "string";
          case Boolean _ -> "bool";
          case Long _ -> "int64";
          case Double _ -> "float64";
          case List<?> _ -> "[]interface {}";
          default -> "map[string]interface {}";
        };
    return path
        + " accessor error: "
        + GoText.plain(value)
        + " is of the type "
        + type
        + ", expected "
        + expected;
  }

  /// The value at a plain dotted path with a leading dot; null when there is none.
  static @Nullable Object valueAt(Map<String, Object> object, String path) {
    Object value = object;
    for (String field : path.substring(path.startsWith(".") ? 1 : 0).split("\\.", -1)) {
      if (!(value instanceof Map<?, ?>)) {
        return null;
      }
      value = Json.object(value).get(field);
    }
    return value;
  }
}
