package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Objects inside objects (`x-kubernetes-embedded-resource`): they carry a version, a kind and
/// metadata of their own (`apiextensions-apiserver/pkg/apiserver/schema/objectmeta`).
final class EmbeddedResources {
  private EmbeddedResources() {}

  /// Drops unknown fields from the metadata of embedded objects.
  static void prune(Map<String, Object> object, SchemaNode schema, List<String> removed) {
    visit(
        object,
        schema,
        FieldPath.ROOT,
        (path, embedded) -> {
          Map<String, Object> metadata = Tree.objectOrNull(embedded, "metadata");
          if (metadata != null) {
            ObjectMeta.prune(metadata, path.child("metadata").text(), removed);
          }
        });
  }

  /// Checks version, kind and metadata of embedded objects, and those of `value` itself if its
  /// schema says it is embedded.
  static List<FieldError> validate(@Nullable Object value, SchemaNode schema, FieldPath path) {
    List<FieldError> errors = new ArrayList<>();
    visit(value, schema, path, (at, embedded) -> validateOne(embedded, at, errors));
    return errors;
  }

  private static void visit(
      @Nullable Object value,
      @Nullable SchemaNode schema,
      FieldPath path,
      BiConsumer<FieldPath, Map<String, Object>> visitor) {
    if (schema == null) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> object = Json.object(map);
      if (schema.extensions().embedded()) {
        visitor.accept(path, object);
      }
      object.forEach((name, child) -> {
        boolean property = schema.properties().containsKey(name);
        FieldPath at = property ? path.child(name) : path.key(name);
        visit(child, schema.field(name), at, visitor);
      });
    } else if (value instanceof List<?> list && schema.items() != null) {
      for (int i = 0; i < list.size(); i++) {
        visit(list.get(i), schema.items(), path.index(i), visitor);
      }
    }
  }

  private static void validateOne(
      Map<String, Object> object, FieldPath path, List<FieldError> errors) {
    validateVersion(object, path.child("apiVersion").text(), errors);
    validateKind(object, path.child("kind").text(), errors);
    Object metadata = object.get("metadata");
    if (metadata != null) {
      validateMetadata(metadata, path.child("metadata").text(), errors);
    }
  }

  private static void validateVersion(
      Map<String, Object> object, String field, List<FieldError> errors) {
    if (!object.containsKey("apiVersion")) {
      errors.add(FieldError.required(field, ""));
    } else if (!(object.get("apiVersion") instanceof String version)) {
      errors.add(FieldError.invalid(field, object.get("apiVersion"), "must be a string"));
    } else if (version.isEmpty()) {
      errors.add(FieldError.invalid(field, version, "must not be empty"));
    } else if (version.chars().filter(c -> c == '/').count() > 1) {
      String detail = "unexpected GroupVersion string: " + version;
      errors.add(FieldError.invalid(field, version, detail));
    }
  }

  private static void validateKind(
      Map<String, Object> object, String field, List<FieldError> errors) {
    if (!object.containsKey("kind")) {
      errors.add(FieldError.required(field, ""));
    } else if (!(object.get("kind") instanceof String kind)) {
      errors.add(FieldError.invalid(field, object.get("kind"), "must be a string"));
    } else if (kind.isEmpty()) {
      errors.add(FieldError.invalid(field, kind, "must not be empty"));
    } else {
      List<String> problems = Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
      if (!problems.isEmpty()) {
        String detail = "may have mixed case, but should otherwise match: ";
        errors.add(FieldError.invalid(field, kind, detail + String.join(",", problems)));
      }
    }
  }

  private static void validateMetadata(Object value, String field, List<FieldError> errors) {
    String malformed = ObjectMeta.malformed(value);
    if (malformed != null) {
      errors.add(FieldError.invalid(field, value, malformed));
      return;
    }
    Map<String, Object> metadata = Json.copy(Json.object(value));
    // The name may still come from elsewhere, such as a template's owner.
    metadata.putIfAbsent("name", "unnamed");
    boolean namespaced = !Tree.text(metadata, "namespace").isEmpty();
    errors.addAll(ObjectMeta.validate(metadata, namespaced, field, Names::pathSegment));
  }
}
