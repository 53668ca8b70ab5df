package dev.fairway.apiserver.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What makes a schema structural: every value has one known shape, and `allOf`, `anyOf`, `oneOf`
/// and `not` only narrow it
/// (`apiextensions-apiserver/pkg/apiserver/schema/{validation,complete}.go`). Works on the schema
/// as it was written, since errors name its parts.
final class StructuralRules {
  private static final List<Object> INT_OR_STRING =
      List.of(Map.of("type", "integer"), Map.of("type", "string"));

  /// Fields that shape a value, and what they must be where values are only narrowed.
  private static final Map<String, String> SHAPING =
      Map.ofEntries(
          Map.entry("type", "must be empty to be structural"),
          Map.entry("additionalProperties", "must be undefined to be structural"),
          Map.entry("default", "must be undefined to be structural"),
          Map.entry("title", "must be empty to be structural"),
          Map.entry("description", "must be empty to be structural"),
          Map.entry("nullable", "must be false to be structural"),
          Map.entry("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
          Map.entry("x-kubernetes-embedded-resource", "must be false to be structural"),
          Map.entry("x-kubernetes-int-or-string", "must be false to be structural"),
          Map.entry("x-kubernetes-list-map-keys", "must be empty to be structural"),
          Map.entry("x-kubernetes-list-type", "must be undefined to be structural"),
          Map.entry("x-kubernetes-map-type", "must be undefined to be structural"));

  private enum Level {
    ROOT("must not be empty at the root"),
    ITEM("must not be empty for specified array items"),
    FIELD("must not be empty for specified object fields");

    private final String emptyType;

    Level(String emptyType) {
      this.emptyType = emptyType;
    }
  }

  private final List<FieldError> errors = new ArrayList<>();

  private StructuralRules() {}

  static List<FieldError> validate(Map<String, Object> schema, FieldPath path) {
    StructuralRules rules = new StructuralRules();
    rules.shape(schema, Level.ROOT, path);
    rules.completeness(schema, schema, path, path);
    rules.errors.sort(Comparator.comparing(FieldError::toString));
    return rules.errors;
  }

  private void shape(Map<String, Object> schema, Level level, FieldPath path) {
    String type = Tree.text(schema, "type");
    Map<String, Object> items = Tree.objectOrNull(schema, "items");
    if (type.equals("array") && items == null) {
      required(path.child("items"), "must be specified");
    }
    if (items != null) {
      shape(items, Level.ITEM, path.child("items"));
    }
    Map<String, Map<String, Object>> properties = Tree.objectsByName(schema, "properties");
    FieldPath propertiesPath = path.child("properties");
    properties.forEach((name, property) -> shape(property, Level.FIELD, propertiesPath.key(name)));
    additionalProperties(schema, level, path.child("additionalProperties"));
    extensions(schema, path);
    narrowing(schema, path, isIntOrStringPattern(schema), firstBranchIsPattern(schema));
    type(schema, type, level, path);
    if (level == Level.ROOT || embedded(schema)) {
      typeMeta(properties, propertiesPath);
    }
    Map<String, Object> metadata = properties.get("metadata");
    if (metadata != null) {
      metadata(metadata, level, embedded(schema), propertiesPath.key("metadata"));
    }
    if (embedded(schema) && !preservesUnknown(schema) && properties.isEmpty()) {
      required(
          propertiesPath,
          "must not be empty if x-kubernetes-embedded-resource is true without"
              + " x-kubernetes-preserve-unknown-fields");
    }
  }

  private void additionalProperties(Map<String, Object> schema, Level level, FieldPath path) {
    Object additional = schema.get("additionalProperties");
    if (additional == null) {
      return;
    }
    if (level == Level.ROOT) {
      forbidden(path, "must not be used at the root");
    }
    if (additional instanceof Map<?, ?> map) {
      shape(Json.object(map), Level.FIELD, path);
    }
    if (embedded(schema)) {
      forbidden(path, "must not be used if x-kubernetes-embedded-resource is set");
    }
  }

  private void extensions(Map<String, Object> schema, FieldPath path) {
    if (Tree.flag(schema, "x-kubernetes-int-or-string")) {
      for (String other :
          List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
        if (Tree.flag(schema, other)) {
          invalid(path.child(other), true, "must be false if x-kubernetes-int-or-string is true");
        }
      }
    }
  }

  private void type(Map<String, Object> schema, String type, Level level, FieldPath path) {
    FieldPath typePath = path.child("type");
    if (embedded(schema) && !type.equals("object")) {
      String detail = "must be object if x-kubernetes-embedded-resource is true";
      if (type.isEmpty()) {
        required(typePath, detail);
      } else {
        invalid(typePath, type, detail);
      }
    } else if (type.isEmpty()
        && !Tree.flag(schema, "x-kubernetes-int-or-string")
        && !preservesUnknown(schema)) {
      required(typePath, level.emptyType);
    }
    if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
      invalid(typePath, type, "must be object at the root");
    }
  }

  private void typeMeta(Map<String, Map<String, Object>> properties, FieldPath path) {
    for (String field : List.of("kind", "apiVersion")) {
      Map<String, Object> property = properties.get(field);
      if (property != null && !Tree.text(property, "type").equals("string")) {
        invalid(path.key(field).child("type"), Tree.text(property, "type"), "must be string");
      }
    }
  }

  private void metadata(
      Map<String, Object> metadata, Level level, boolean embedded, FieldPath path) {
    String type = Tree.text(metadata, "type");
    if ((level == Level.ROOT || embedded) && !type.equals("object")) {
      invalid(path.child("type"), type, "must be object");
    }
    if (level == Level.ROOT) {
      Map<String, Object> rest = new HashMap<>(metadata);
      rest.remove("type");
      rest.remove("default");
      rest.values().removeIf(value -> Boolean.FALSE.equals(value) || "".equals(value));
      if (List.of("name", "generateName")
          .containsAll(Tree.object(metadata, "properties").keySet())) {
        rest.remove("properties");
      }
      if (!rest.isEmpty()) {
        forbidden(
            path,
            "must not specify anything other than name and generateName, but metadata is implicitly"
                + " specified");
      }
    }
  }

  /// Checks the parts of a schema that narrow: `node` is the schema or one of its branches.
  private void narrowing(
      Map<String, Object> node, FieldPath path, boolean skipAnyOf, boolean skipFirstAllOf) {
    if (!skipAnyOf) {
      branches(node, "anyOf", path, false);
    }
    branches(node, "allOf", path, skipFirstAllOf);
    branches(node, "oneOf", path, false);
    Map<String, Object> not = Tree.objectOrNull(node, "not");
    if (not != null) {
      branch(not, path.child("not"), false);
    }
    pattern(node, path.child("pattern"));
  }

  private void branches(Map<String, Object> node, String key, FieldPath path, boolean skipFirst) {
    List<Map<String, Object>> branches = Tree.objects(node, key);
    for (int i = 0; i < branches.size(); i++) {
      branch(branches.get(i), path.child(key).index(i), skipFirst && i == 0);
    }
  }

  private void branch(Map<String, Object> branch, FieldPath path, boolean skipAnyOf) {
    narrowing(branch, path, skipAnyOf, false);
    Map<String, Object> items = Tree.objectOrNull(branch, "items");
    if (items != null) {
      branch(items, path.child("items"), false);
    }
    FieldPath properties = path.child("properties");
    Tree.objectsByName(branch, "properties")
        .forEach((name, property) -> branch(property, properties.key(name), false));
    SHAPING.forEach((field, detail) -> {
      if (isSet(branch.get(field))) {
        forbidden(path.child(field), detail);
      }
    });
    if (!Tree.list(branch, "x-kubernetes-validations").isEmpty()) {
      forbidden(path.child("x-kubernetes-validations"), "must be empty to be structural");
    }
    if (Tree.object(branch, "properties").containsKey("metadata")) {
      forbidden(properties.key("metadata"), "must not be specified in a nested context");
    }
  }

  private static boolean isSet(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }

  private void pattern(Map<String, Object> node, FieldPath path) {
    String pattern = Tree.text(node, "pattern");
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      String detail = "must be a valid regular expression, but isn't: " + e.getMessage();
      invalid(path, pattern, detail);
    }
  }

  private static boolean isIntOrStringPattern(Map<String, Object> schema) {
    return INT_OR_STRING.equals(schema.get("anyOf"));
  }

  private static boolean firstBranchIsPattern(Map<String, Object> schema) {
    List<Map<String, Object>> allOf = Tree.objects(schema, "allOf");
    return !allOf.isEmpty() && isIntOrStringPattern(allOf.getFirst());
  }

  /// What a branch speaks of must exist in the shape.
  private void completeness(
      Map<String, Object> node,
      @Nullable Map<String, Object> shape,
      FieldPath shapePath,
      FieldPath nodePath) {
    Map<String, Object> not = Tree.objectOrNull(node, "not");
    if (not != null) {
      branchCompleteness(not, shape, shapePath, nodePath.child("not"));
    }
    for (String key : List.of("allOf", "anyOf", "oneOf")) {
      List<Map<String, Object>> branches = Tree.objects(node, key);
      for (int i = 0; i < branches.size(); i++) {
        branchCompleteness(branches.get(i), shape, shapePath, nodePath.child(key).index(i));
      }
    }
  }

  private void branchCompleteness(
      Map<String, Object> branch,
      @Nullable Map<String, Object> shape,
      FieldPath shapePath,
      FieldPath path) {
    if (shape == null) {
      required(shapePath, "because it is defined in " + path);
      return;
    }
    completeness(branch, shape, shapePath, path);
    Map<String, Object> items = Tree.objectOrNull(branch, "items");
    if (items != null) {
      Map<String, Object> shapeItems = Tree.objectOrNull(shape, "items");
      branchCompleteness(items, shapeItems, shapePath.child("items"), path.child("items"));
    }
    Map<String, Object> shapeProperties = Tree.object(shape, "properties");
    Tree.objectsByName(branch, "properties")
        .forEach((name, property) ->
            branchCompleteness(
                property,
                Tree.objectOrNull(shapeProperties, name),
                shapePath.child("properties").key(name),
                path.child("properties").key(name)));
  }

  private static boolean embedded(Map<String, Object> schema) {
    return Tree.flag(schema, "x-kubernetes-embedded-resource");
  }

  private static boolean preservesUnknown(Map<String, Object> schema) {
    return Tree.flag(schema, "x-kubernetes-preserve-unknown-fields");
  }

  private void required(FieldPath path, String detail) {
    errors.add(FieldError.required(path.text(), detail));
  }

  private void invalid(FieldPath path, Object value, String detail) {
    errors.add(FieldError.invalid(path.text(), value, detail));
  }

  private void forbidden(FieldPath path, String detail) {
    errors.add(FieldError.forbidden(path.text(), detail));
  }
}
