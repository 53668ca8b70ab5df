package dev.fairway.apiserver.schema;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The smaller parts of a CustomResourceDefinition: subresources, printer columns, the root of a
/// schema beside a status subresource, and the approval that Kubernetes' own groups need.
final class CrdParts {
  private static final String APPROVAL = "api-approved.kubernetes.io";
  private static final String APPROVAL_DETAIL =
      "protected groups must have approval annotation \"" + APPROVAL + "\"";
  private static final String APPROVAL_HELP =
      ", see https://github.com/kubernetes/enhancements/pull/1111";

  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> COLUMN_FORMATS =
      List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");

  /// The fields a root schema may have beside a status subresource, with upstream's names for them.
  private static final List<String> ROOT_FIELDS =
      List.of(
          "Description",
          "Type",
          "Format",
          "Title",
          "Maximum",
          "ExclusiveMaximum",
          "Minimum",
          "ExclusiveMinimum",
          "MaxLength",
          "MinLength",
          "Pattern",
          "MaxItems",
          "MinItems",
          "UniqueItems",
          "MultipleOf",
          "Required",
          "Items",
          "Properties",
          "ExternalDocs",
          "Example",
          "XPreserveUnknownFields",
          "XValidations");

  private static final Set<String> ROOT_EXTENSIONS =
      Set.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations");

  private CrdParts() {}

  static List<FieldError> subresources(Map<String, Object> version, FieldPath path) {
    Map<String, Object> scale = Tree.objectOrNull(Tree.object(version, "subresources"), "scale");
    List<FieldError> errors = new ArrayList<>();
    if (scale != null) {
      String prefix = path.child("scale").text();
      replicas(scale, "specReplicasPath", ".spec.", prefix, errors);
      replicas(scale, "statusReplicasPath", ".status.", prefix, errors);
      String selector = Tree.text(scale, "labelSelectorPath");
      String field = prefix + ".labelSelectorPath";
      if (!selector.isEmpty() && !selector.startsWith(".")) {
        errors.add(
            FieldError.invalid(field, selector, "must be a simple json path starting with ."));
      } else if (!selector.isEmpty()
          && !selector.startsWith(".spec.")
          && !selector.startsWith(".status.")) {
        String detail = "should be a json path under either .spec or .status";
        errors.add(FieldError.invalid(field, selector, detail));
      }
    }
    return errors;
  }

  private static void replicas(
      Map<String, Object> scale,
      String key,
      String parent,
      String prefix,
      List<FieldError> errors) {
    String path = Tree.text(scale, key);
    String field = prefix + "." + key;
    if (path.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else if (!path.startsWith(".")) {
      errors.add(FieldError.invalid(field, path, "must be a simple json path starting with ."));
    } else if (!path.startsWith(parent)) {
      String under = parent.substring(0, parent.length() - 1);
      errors.add(FieldError.invalid(field, path, "should be a json path under " + under));
    }
  }

  static List<FieldError> columns(Map<String, Object> version, FieldPath path) {
    List<Map<String, Object>> columns = Tree.objects(version, "additionalPrinterColumns");
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      column(columns.get(i), path.index(i), errors);
    }
    return errors;
  }

  private static void column(Map<String, Object> column, FieldPath path, List<FieldError> errors) {
    if (Tree.text(column, "name").isEmpty()) {
      errors.add(FieldError.required(path.child("name").text(), ""));
    }
    String type = Tree.text(column, "type");
    String types = "must be one of " + String.join(",", COLUMN_TYPES);
    if (type.isEmpty()) {
      errors.add(FieldError.required(path.child("type").text(), types));
    } else if (!COLUMN_TYPES.contains(type)) {
      errors.add(FieldError.invalid(path.child("type").text(), type, types));
    }
    String format = Tree.text(column, "format");
    if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
      String detail = "must be one of " + String.join(",", COLUMN_FORMATS);
      errors.add(FieldError.invalid(path.child("format").text(), format, detail));
    }
    String jsonPath = Tree.text(column, "jsonPath");
    String field = path.child("JSONPath").text();
    if (jsonPath.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else if (!jsonPath.startsWith(".")) {
      String detail = "must be a simple json path starting with .";
      errors.add(FieldError.invalid(field, jsonPath, detail));
    }
  }

  /// With a status subresource the status is checked on its own, so the root must not hold rules
  /// that would then be lost.
  static List<FieldError> rootWithStatus(Map<String, Object> schema, FieldPath path) {
    List<FieldError> errors = new ArrayList<>();
    String type = Tree.text(schema, "type");
    if (!type.isEmpty() && !type.equals("object")) {
      String detail =
          "only \"object\" is allowed as the type at the root of the schema if the status subresource"
              + " is enabled";
      errors.add(FieldError.invalid(path.child("type").text(), type, detail));
    }
    for (Map.Entry<String, Object> field : schema.entrySet()) {
      String name = field.getKey();
      String goName = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      boolean empty = Boolean.FALSE.equals(field.getValue()) || "".equals(field.getValue());
      if (!empty && !ROOT_FIELDS.contains(goName) && !ROOT_EXTENSIONS.contains(name)) {
        String detail =
            "only ["
                + String.join(" ", ROOT_FIELDS)
                + "] fields are allowed at the root of the schema if the status subresource is enabled";
        errors.add(FieldError.invalid(path.text(), GoStruct.schema(schema), detail));
        break;
      }
    }
    return errors;
  }

  /// Groups of the Kubernetes community need an approval; one that is missing may stay missing.
  static Optional<FieldError> approval(Map<String, Object> crd, @Nullable Map<String, Object> old) {
    String group = Tree.text(Tree.object(crd, "spec"), "group");
    String annotation = annotation(crd);
    boolean community =
        List.of("k8s.io", "kubernetes.io").stream()
            .anyMatch(domain -> group.equals(domain) || group.endsWith("." + domain));
    if (!community
        || annotation.startsWith("unapproved")
        || isUrl(annotation)
        || (old != null && annotation(old).isEmpty() == annotation.isEmpty())) {
      return Optional.empty();
    }
    String field = "metadata.annotations[" + APPROVAL + "]";
    if (annotation.isEmpty()) {
      return Optional.of(FieldError.required(field, APPROVAL_DETAIL + APPROVAL_HELP));
    }
    String detail = APPROVAL_DETAIL + " with either a URL or a reason starting with \"unapproved\"";
    return Optional.of(FieldError.invalid(field, annotation, detail + APPROVAL_HELP));
  }

  private static String annotation(Map<String, Object> crd) {
    Map<String, Object> metadata = Tree.object(crd, "metadata");
    return Tree.text(Tree.object(metadata, "annotations"), APPROVAL);
  }

  private static boolean isUrl(String text) {
    try {
      URI url = URI.create(text);
      return url.getScheme() != null && url.getHost() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
