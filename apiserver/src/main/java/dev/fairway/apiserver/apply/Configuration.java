package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks an applied configuration more strictly than a live object: it must fit its type, name
/// only declared fields and hold no list item twice.
final class Configuration {
  private final List<String> errors = new ArrayList<>();

  private Configuration() {}

  /// @throws PatchFailure in the wording of kube-apiserver
  static void check(Map<String, Object> configuration, WriteContext context) {
    if (!context.apiVersion().equals(configuration.get("apiVersion"))
        || !context.kind().equals(configuration.get("kind"))) {
      throw PatchFailure.badRequest("invalid object type: " + groupVersionKind(configuration));
    }
    if (Metadata.managedFields(configuration) != null) {
      throw PatchFailure.badRequest("metadata.managedFields must be nil");
    }
    Configuration check = new Configuration();
    check.value(context.type(), configuration, "");
    if (!check.errors.isEmpty()) {
      throw PatchFailure.internal(
          "failed to create typed patch object (%s/%s; %s): %s"
              .formatted(
                  Metadata.text(configuration, "namespace"),
                  Metadata.text(configuration, "name"),
                  groupVersionKind(configuration),
                  check.message()));
    }
  }

  private static String groupVersionKind(Map<String, Object> configuration) {
    String version = configuration.get("apiVersion") instanceof String text ? text : "";
    String kind = configuration.get("kind") instanceof String text ? text : "";
    return (version.contains("/") ? version : "/" + version) + ", Kind=" + kind;
  }

  private String message() {
    return errors.size() == 1 ? errors.getFirst() : "errors:\n  " + String.join("\n  ", errors);
  }

  private void value(MergeType type, @Nullable Object value, String path) {
    if (value == null) {
      return;
    }
    switch (type) {
      case MergeType.Struct _, MergeType.MapOf _ -> {
        if (value instanceof Map<?, ?>) {
          fields(type, Parts.entries(value), path);
        } else {
          refuse(path, "expected map, got " + described(value));
        }
      }
      case MergeType.ListOf list -> {
        if (value instanceof List<?> items) {
          items(list, items, path);
        } else {
          refuse(path, "expected list, got " + described(value));
        }
      }
      case MergeType.Scalar _ -> {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
          refuse(path, "expected any scalar, got " + described(value));
        }
      }
      case MergeType.Untyped _ -> {
        // Anything goes.
      }
    }
  }

  private void fields(MergeType type, Map<String, @Nullable Object> map, String path) {
    for (Map.Entry<String, @Nullable Object> entry : map.entrySet()) {
      String name = entry.getKey();
      String below = path + "." + name;
      if (type instanceof MergeType.Struct struct
          && struct.others() == null
          && !Parts.isDeclared(struct, name)) {
        refuse(below, "field not declared in schema");
      } else {
        value(Parts.field(type, name), entry.getValue(), below);
      }
    }
  }

  private void items(MergeType.ListOf list, List<?> items, String path) {
    Set<PathElement> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      PathElement step = new PathElement.Index(i);
      if (list.kind() != MergeType.ListKind.ATOMIC) {
        String problem = Parts.problem(list, item);
        if (problem != null) {
          refuse(path, "element " + i + ": " + problem);
          return;
        }
        step = Parts.step(list, item);
        if (!seen.add(step)) {
          refuse(path, "duplicate entries for key " + step);
        }
      }
      value(list.item(), item, path + step);
    }
  }

  private void refuse(String path, String problem) {
    errors.add(path.isEmpty() ? problem : path + ": " + problem);
  }

  private static String described(Object value) {
    return "&{" + Values.goText(value) + "}";
  }
}
