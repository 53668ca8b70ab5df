package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What every object's `metadata` may hold: unknown fields are dropped, known ones checked
/// (`apimachinery/pkg/api/validation/objectmeta.go`). Stateless.
public final class ObjectMeta {
  private static final int MAX_ANNOTATION_BYTES = 256 * 1024;

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "generateName",
          "namespace",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "labels",
          "annotations",
          "ownerReferences",
          "finalizers",
          "managedFields");
  private static final Set<String> OWNER_FIELDS =
      Set.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion");
  private static final Set<String> MANAGED_FIELDS =
      Set.of("manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1", "subresource");

  private ObjectMeta() {}

  /// Drops what `metadata` does not know and what means absent (null, empty text or collection).
  /// Adds the paths of unknown fields, which start with `path`, to `removed`.
  public static void prune(Map<String, Object> metadata, String path, List<String> removed) {
    for (Iterator<Map.Entry<String, Object>> fields = metadata.entrySet().iterator();
        fields.hasNext(); ) {
      Map.Entry<String, Object> field = fields.next();
      if (!FIELDS.contains(field.getKey())) {
        removed.add(path + "." + field.getKey());
        fields.remove();
      } else if (isEmpty(field.getValue())) {
        fields.remove();
      }
    }
    pruneItems(metadata, "ownerReferences", OWNER_FIELDS, path, removed);
    pruneItems(metadata, "managedFields", MANAGED_FIELDS, path, removed);
  }

  private static boolean isEmpty(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case List<?> list -> list.isEmpty();
      default -> false;
    };
  }

  private static void pruneItems(
      Map<String, Object> metadata,
      String list,
      Set<String> known,
      String path,
      List<String> removed) {
    List<?> items = Tree.list(metadata, list);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Map<?, ?> item) {
        String at = path + "." + list + "[" + i + "].";
        Json.object(item)
            .keySet()
            .removeIf(field -> {
              boolean unknown = !known.contains(field);
              if (unknown) {
                removed.add(at + field);
              }
              return unknown;
            });
      }
    }
  }

  /// The first field of a wrong type, in Go's words; null when all types fit. Upstream refuses such
  /// a document while decoding it, with 400.
  public static @Nullable String malformed(@Nullable Object metadata) {
    if (!(metadata instanceof Map<?, ?> map)) {
      return metadata == null ? null : mismatch(metadata, "", "v1.ObjectMeta");
    }
    for (Map.Entry<String, Object> field : Json.object(map).entrySet()) {
      String problem = malformed(field.getKey(), field.getValue());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String malformed(String field, @Nullable Object value) {
    if (value == null || !FIELDS.contains(field)) {
      return null;
    }
    return switch (field) {
      case "generation", "deletionGracePeriodSeconds" ->
          value instanceof Long ? null : mismatch(value, field, "int64");
      case "labels", "annotations" -> malformedTexts(field, value);
      case "finalizers" -> malformedList(field, value, "string", String.class);
      case "ownerReferences" -> malformedList(field, value, "v1.OwnerReference", Map.class);
      case "managedFields" -> malformedList(field, value, "v1.ManagedFieldsEntry", Map.class);
      default -> value instanceof String ? null : mismatch(value, field, "string");
    };
  }

  private static @Nullable String malformedTexts(String field, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return mismatch(value, field, "map[string]string");
    }
    for (Object item : map.values()) {
      if (item != null && !(item instanceof String)) {
        return mismatch(item, field, "string");
      }
    }
    return null;
  }

  private static @Nullable String malformedList(
      String field, Object value, String goType, Class<?> type) {
    if (!(value instanceof List<?> list)) {
      return mismatch(value, field, "[]" + goType);
    }
    for (Object item : list) {
      if (item != null && !type.isInstance(item)) {
        return mismatch(item, field, goType);
      }
    }
    return null;
  }

  private static String mismatch(Object value, String field, String goType) {
    String found =
        switch (value) {
          case String _ -> "string";
          case Boolean _ -> "bool";
          case List<?> _ -> "array";
          case Map<?, ?> _ -> "object";
          default -> "number";
        };
    String at = field.isEmpty() ? "value" : "struct field ObjectMeta." + field;
    return "json: cannot unmarshal " + found + " into Go " + at + " of type " + goType;
  }

  /// Checks the metadata of a new object whose name is a DNS subdomain.
  public static List<FieldError> validate(Map<String, Object> metadata, boolean namespaced) {
    return validate(metadata, namespaced, "metadata", Names::dns1123Subdomain);
  }

  /// How a kind checks names.
  @FunctionalInterface
  public interface NameRule {
    List<String> errors(String name);
  }

  /// Checks the metadata of a new object.
  ///
  /// @param path where the metadata is, such as `metadata`
  public static List<FieldError> validate(
      Map<String, Object> metadata, boolean namespaced, String path, NameRule names) {
    List<FieldError> errors = new ArrayList<>();
    String prefix = Tree.text(metadata, "generateName");
    if (!prefix.isEmpty()) {
      String whole = prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
      names
          .errors(whole)
          .forEach(e -> errors.add(FieldError.invalid(path + ".generateName", prefix, e)));
    }
    String name = Tree.text(metadata, "name");
    if (name.isEmpty()) {
      errors.add(FieldError.required(path + ".name", "name or generateName is required"));
    }
    if (!name.isEmpty()) {
      names.errors(name).forEach(e -> errors.add(FieldError.invalid(path + ".name", name, e)));
    }
    String namespace = Tree.text(metadata, "namespace");
    if (!namespaced && !namespace.isEmpty()) {
      errors.add(FieldError.forbidden(path + ".namespace", "not allowed on this type"));
    } else if (namespaced && namespace.isEmpty()) {
      errors.add(FieldError.required(path + ".namespace", ""));
    } else if (namespaced) {
      Names.dns1123Label(namespace)
          .forEach(e -> errors.add(FieldError.invalid(path + ".namespace", namespace, e)));
    }
    validateShared(metadata, path, errors);
    validateFinalizers(Tree.texts(metadata, "finalizers"), path + ".finalizers", errors);
    return errors;
  }

  /// Checks what an update may change.
  public static List<FieldError> validateUpdate(
      Map<String, Object> metadata, Map<String, Object> old, String path) {
    List<FieldError> errors = new ArrayList<>();
    if (old.get("deletionTimestamp") != null) {
      List<String> added = new ArrayList<>(Tree.texts(metadata, "finalizers"));
      added.removeAll(Tree.texts(old, "finalizers"));
      if (!added.isEmpty()) {
        String detail = "no new finalizers can be added if the object is being deleted, found new";
        errors.add(
            FieldError.forbidden(path + ".finalizers", detail + " finalizers " + goSet(added)));
      }
    }
    for (String field :
        List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds")) {
      Object value = metadata.get(field);
      if (value == null ? old.get(field) != null : !value.equals(old.get(field))) {
        errors.add(FieldError.invalid(path + "." + field, value, "field is immutable"));
      }
    }
    validateShared(metadata, path, errors);
    return errors;
  }

  /// A Go set of strings as `%#v` shows it.
  private static String goSet(List<String> names) {
    return names.stream()
        .sorted()
        .map(name -> GoText.quote(name) + ":sets.Empty{}")
        .collect(Collectors.joining(", ", "sets.String{", "}"));
  }

  private static void validateShared(
      Map<String, Object> metadata, String path, List<FieldError> errors) {
    if (metadata.get("generation") instanceof Long generation && generation < 0) {
      String detail = "must be greater than or equal to 0";
      errors.add(FieldError.invalid(path + ".generation", generation, detail));
    }
    Tree.object(metadata, "labels")
        .forEach((key, value) -> validateLabel(key, value, path + ".labels", errors));
    validateAnnotations(Tree.object(metadata, "annotations"), path + ".annotations", errors);
    validateOwners(metadata, path + ".ownerReferences", errors);
  }

  private static void validateLabel(
      String key, @Nullable Object value, String path, List<FieldError> errors) {
    Names.qualifiedName(key).forEach(e -> errors.add(FieldError.invalid(path, key, e)));
    if (value instanceof String text) {
      Names.labelValue(text).forEach(e -> errors.add(FieldError.invalid(path, text, e)));
    }
  }

  private static void validateAnnotations(
      Map<String, Object> annotations, String path, List<FieldError> errors) {
    long size = 0;
    for (Map.Entry<String, Object> annotation : annotations.entrySet()) {
      String key = annotation.getKey();
      Names.qualifiedName(key.toLowerCase(Locale.ROOT))
          .forEach(e -> errors.add(FieldError.invalid(path, key, e)));
      size += bytes(key) + bytes(String.valueOf(annotation.getValue()));
    }
    if (size > MAX_ANNOTATION_BYTES) {
      errors.add(FieldError.tooLong(path, MAX_ANNOTATION_BYTES));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void validateOwners(
      Map<String, Object> metadata, String path, List<FieldError> errors) {
    String controller = "";
    for (Map<String, Object> owner : Tree.objects(metadata, "ownerReferences")) {
      for (String field : List.of("apiVersion", "kind", "name", "uid")) {
        if (Tree.text(owner, field).isEmpty()) {
          String detail =
              field.equals("apiVersion") ? "version must not be empty" : "must not be empty";
          errors.add(FieldError.invalid(path + "." + field, "", detail));
        }
      }
      if (Tree.flag(owner, "controller")) {
        String current = Tree.text(owner, "kind") + "/" + Tree.text(owner, "name");
        if (!controller.isEmpty()) {
          String detail =
              "Only one reference can have Controller set to true. Found \"true\" in references for "
                  + controller
                  + " and "
                  + current;
          errors.add(FieldError.invalid(path, metadata.get("ownerReferences"), detail));
        } else {
          controller = current;
        }
      }
    }
  }

  private static void validateFinalizers(
      List<String> finalizers, String path, List<FieldError> errors) {
    for (String finalizer : finalizers) {
      Names.qualifiedName(finalizer)
          .forEach(e -> errors.add(FieldError.invalid(path, finalizer, e)));
    }
    if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
      String detail = "finalizer orphan and foregroundDeletion cannot be both set";
      errors.add(FieldError.invalid(path, finalizers, detail));
    }
  }
}
