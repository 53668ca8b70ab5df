package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a schema in a CustomResourceDefinition may contain beyond being structural
/// (`ValidateCustomResourceDefinitionOpenAPISchema` of
/// `apiextensions-apiserver/pkg/apis/apiextensions/validation`).
final class SchemaRules {
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final Set<String> META_FIELDS = Set.of("metadata", "kind", "apiVersion");

  /// Where the walk is.
  ///
  /// @param root the schema of the whole resource
  /// @param noDefaults why defaults are forbidden here; null where they are allowed
  /// @param insideMeta inside apiVersion, kind or metadata of a resource
  /// @param uncorrelatable the closest part above that cannot be followed over an update
  /// @param branch inside allOf, anyOf, oneOf or not
  record Place(
      boolean root,
      @Nullable String noDefaults,
      boolean insideMeta,
      @Nullable FieldPath uncorrelatable,
      boolean branch) {
    static final Place ROOT = new Place(true, null, false, null, false);

    private Place below() {
      return new Place(false, noDefaults, insideMeta, uncorrelatable, branch);
    }

    private Place inBranch() {
      return new Place(false, noDefaults, insideMeta, uncorrelatable, true);
    }

    private Place withoutDefaults(String reason) {
      return new Place(false, reason, insideMeta, uncorrelatable, branch);
    }

    private Place inMeta() {
      return new Place(false, noDefaults, true, uncorrelatable, branch);
    }

    private Place uncorrelatable(FieldPath path) {
      FieldPath highest = uncorrelatable == null ? path : uncorrelatable;
      return new Place(false, noDefaults, insideMeta, highest, branch);
    }
  }

  private final RuleCheck rules;
  private final List<FieldError> ruleErrors = new ArrayList<>();

  /// Compiles the rules of one schema; separate, so that schemas without rules load no compiler.
  @FunctionalInterface
  interface RuleCheck {
    List<FieldError> check(
        Map<String, Object> schema,
        FieldPath path,
        boolean resource,
        @Nullable FieldPath uncorrelatable);
  }

  private SchemaRules(RuleCheck rules) {
    this.rules = rules;
  }

  static List<FieldError> validate(Map<String, Object> schema, FieldPath path, RuleCheck rules) {
    SchemaRules walk = new SchemaRules(rules);
    List<FieldError> errors = walk.check(schema, path, Place.ROOT);
    errors.addAll(walk.ruleErrors);
    return errors;
  }

  private List<FieldError> check(Map<String, Object> schema, FieldPath path, Place place) {
    List<FieldError> errors = new ArrayList<>();
    unsupported(schema, path, place, errors);
    children(schema, path, place, errors);
    preserveUnknown(schema, path, errors);
    mapType(schema, path, errors);
    listType(schema, path, errors);
    listMapKeys(schema, path, errors);
    listItems(schema, path, errors);
    validations(schema, path, errors);
    if (errors.isEmpty()
        && !place.branch()
        && !Tree.list(schema, "x-kubernetes-validations").isEmpty()) {
      boolean resource = place.root() || Tree.flag(schema, "x-kubernetes-embedded-resource");
      ruleErrors.addAll(rules.check(schema, path, resource, place.uncorrelatable()));
    }
    return errors;
  }

  private static void unsupported(
      Map<String, Object> schema, FieldPath path, Place place, List<FieldError> errors) {
    String type = Tree.text(schema, "type");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      errors.add(FieldError.notSupported(path.child("type").text(), type, TYPES));
    }
    if (schema.get("default") != null && place.noDefaults() != null) {
      forbid(path, "default", "must not be set " + place.noDefaults(), errors);
    }
    for (String keyword :
        List.of(
            "id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref")) {
      if (schema.get(keyword) != null && !Map.of().equals(schema.get(keyword))) {
        forbid(path, keyword, keyword + " is not supported", errors);
      }
    }
    if (type.equals("null")) {
      forbid(path, "type", "type cannot be set to null, use nullable as an alternative", errors);
    }
    if (schema.get("items") instanceof List<?> list && !list.isEmpty()) {
      forbid(path, "items", "items must be a schema object and not an array", errors);
    }
    if (place.insideMeta() && Tree.flag(schema, "x-kubernetes-embedded-resource")) {
      String detail = "must not be used inside of resource meta";
      forbid(path, "x-kubernetes-embedded-resource", detail, errors);
    }
    if (Tree.flag(schema, "uniqueItems")) {
      String detail =
          "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
      forbid(path, "uniqueItems", detail, errors);
    }
    Object additional = schema.get("additionalProperties");
    if (additional != null
        && !Boolean.TRUE.equals(additional)
        && !Tree.object(schema, "properties").isEmpty()) {
      String detail = "additionalProperties and properties are mutual exclusive";
      forbid(path, "additionalProperties", detail, errors);
    }
  }

  private void children(
      Map<String, Object> schema, FieldPath path, Place place, List<FieldError> errors) {
    if (schema.get("additionalProperties") instanceof Map<?, ?> additional) {
      Place below =
          place.insideMeta()
              ? place.withoutDefaults("inside additionalProperties applying to object metadata")
              : place.below();
      errors.addAll(check(Json.object(additional), path.child("additionalProperties"), below));
    }
    boolean resource = place.root() || Tree.flag(schema, "x-kubernetes-embedded-resource");
    Tree.objectsByName(schema, "properties")
        .forEach((name, property) -> {
          Place below = place.below();
          if (resource && META_FIELDS.contains(name)) {
            below = below.inMeta();
            below = place.root() ? below.withoutDefaults("in top-level " + name) : below;
          }
          errors.addAll(check(property, path.child("properties").key(name), below));
        });
    Map<String, Object> not = Tree.objectOrNull(schema, "not");
    if (not != null) {
      errors.addAll(check(not, path.child("not"), place.inBranch()));
    }
    for (String key : List.of("allOf", "oneOf", "anyOf")) {
      List<Map<String, Object>> branches = Tree.objects(schema, key);
      for (int i = 0; i < branches.size(); i++) {
        errors.addAll(check(branches.get(i), path.child(key).index(i), place.inBranch()));
      }
    }
    Map<String, Object> items = Tree.objectOrNull(schema, "items");
    if (items != null) {
      boolean keyed = "map".equals(schema.get("x-kubernetes-list-type"));
      Place below = keyed ? place.below() : place.uncorrelatable(path);
      errors.addAll(check(items, path.child("items"), below));
    }
  }

  private static void preserveUnknown(
      Map<String, Object> schema, FieldPath path, List<FieldError> errors) {
    if (Boolean.FALSE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))) {
      String field = path.child("x-kubernetes-preserve-unknown-fields").text();
      errors.add(FieldError.invalid(field, false, "must be true or undefined"));
    }
  }

  private static void mapType(Map<String, Object> schema, FieldPath path, List<FieldError> errors) {
    String mapType = Tree.textOrNull(schema, "x-kubernetes-map-type");
    if (mapType == null) {
      return;
    }
    typeMustBe("object", "x-kubernetes-map-type", schema, path, errors);
    if (!mapType.equals("atomic") && !mapType.equals("granular")) {
      String field = path.child("x-kubernetes-map-type").text();
      errors.add(FieldError.notSupported(field, mapType, List.of("atomic", "granular")));
    }
  }

  private static void listType(
      Map<String, Object> schema, FieldPath path, List<FieldError> errors) {
    String listType = Tree.textOrNull(schema, "x-kubernetes-list-type");
    if (listType == null) {
      return;
    }
    typeMustBe("array", "x-kubernetes-list-type", schema, path, errors);
    if (listType.equals("set") && Tree.text(schema, "type").equals("array")) {
      setItems(Tree.object(schema, "items"), path.child("items"), errors);
    }
    if (!List.of("atomic", "set", "map").contains(listType)) {
      String field = path.child("x-kubernetes-list-type").text();
      errors.add(FieldError.notSupported(field, listType, List.of("atomic", "set", "map")));
    }
  }

  private static void typeMustBe(
      String type,
      String reason,
      Map<String, Object> schema,
      FieldPath path,
      List<FieldError> errors) {
    String found = Tree.text(schema, "type");
    String field = path.child("type").text();
    String detail = "must be " + type + " if " + reason + " is specified";
    if (found.isEmpty()) {
      errors.add(FieldError.required(field, detail));
    } else if (!found.equals(type)) {
      errors.add(FieldError.invalid(field, found, detail));
    }
  }

  /// Items of a set have no parts of their own. Upstream shows the list type for both.
  private static void setItems(Map<String, Object> items, FieldPath path, List<FieldError> errors) {
    Object listType = items.get("x-kubernetes-list-type");
    String detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
    String type = Tree.text(items, "type");
    if (type.equals("array") && listType != null && !listType.equals("atomic")) {
      errors.add(FieldError.invalid(path.child("x-kubernetes-list-type").text(), listType, detail));
    } else if (type.equals("object") && !"atomic".equals(items.get("x-kubernetes-map-type"))) {
      errors.add(FieldError.invalid(path.child("x-kubernetes-map-type").text(), listType, detail));
    }
  }

  private static void listMapKeys(
      Map<String, Object> schema, FieldPath path, List<FieldError> errors) {
    List<String> keys = Tree.texts(schema, "x-kubernetes-list-map-keys");
    String listType = Tree.textOrNull(schema, "x-kubernetes-list-type");
    if (!keys.isEmpty() && !"map".equals(listType)) {
      String field = path.child("x-kubernetes-list-type").text();
      String detail = "must be map if x-kubernetes-list-map-keys is non-empty";
      errors.add(
          listType == null
              ? FieldError.required(field, detail)
              : FieldError.invalid(field, listType, detail));
    }
    if (!"map".equals(listType)) {
      return;
    }
    String keysField = path.child("x-kubernetes-list-map-keys").text();
    if (keys.isEmpty()) {
      String detail = "must not be empty if x-kubernetes-list-type is map";
      errors.add(FieldError.required(keysField, detail));
    }
    Map<String, Object> items = Tree.objectOrNull(schema, "items");
    FieldPath itemsPath = path.child("items");
    if (items == null) {
      String detail = "must have a schema if x-kubernetes-list-type is map";
      errors.add(FieldError.required(itemsPath.text(), detail));
    } else if (!Tree.text(items, "type").equals("object")) {
      String detail = "must be object if parent array's x-kubernetes-list-type is map";
      String field = itemsPath.child("type").text();
      errors.add(FieldError.invalid(field, Tree.text(items, "type"), detail));
    } else {
      keysOfItems(keys, items, itemsPath, keysField, errors);
    }
  }

  private static void keysOfItems(
      List<String> keys,
      Map<String, Object> items,
      FieldPath path,
      String keysField,
      List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      Map<String, Object> property = Tree.objectOrNull(Tree.object(items, "properties"), key);
      if (property == null) {
        String detail = "entries must all be names of item properties";
        errors.add(FieldError.invalid(keysField, keys, detail));
      } else if (List.of("array", "object").contains(Tree.text(property, "type"))) {
        String field = path.child("properties").key(key).child("type").text();
        String detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
        errors.add(FieldError.invalid(field, Tree.text(items, "type"), detail));
      }
      if (!seen.add(key)) {
        errors.add(FieldError.invalid(keysField, keys, "must not contain duplicate entries"));
      }
    }
  }

  private static void listItems(
      Map<String, Object> schema, FieldPath path, List<FieldError> errors) {
    String listType = Tree.text(schema, "x-kubernetes-list-type");
    Map<String, Object> items = Tree.objectOrNull(schema, "items");
    if (items == null || !(listType.equals("set") || listType.equals("map"))) {
      return;
    }
    FieldPath itemsPath = path.child("items");
    if (Tree.flag(items, "nullable")) {
      forbid(
          itemsPath,
          "nullable",
          "cannot be nullable when x-kubernetes-list-type is " + listType,
          errors);
    }
    if (!listType.equals("map")) {
      return;
    }
    for (String key : Tree.texts(schema, "x-kubernetes-list-map-keys")) {
      Map<String, Object> property = Tree.objectOrNull(Tree.object(items, "properties"), key);
      if (property == null) {
        continue;
      }
      FieldPath keyPath = itemsPath.child("properties").key(key);
      String reason = "this property is in x-kubernetes-list-map-keys, so it ";
      if (!Tree.texts(items, "required").contains(key) && property.get("default") == null) {
        String detail = reason + "must have a default or be a required property";
        errors.add(FieldError.required(keyPath.child("default").text(), detail));
      }
      if (Tree.flag(property, "nullable")) {
        forbid(keyPath, "nullable", reason + "cannot be nullable", errors);
      }
    }
  }

  private static void validations(
      Map<String, Object> schema, FieldPath path, List<FieldError> errors) {
    List<Map<String, Object>> rules = Tree.objects(schema, "x-kubernetes-validations");
    for (int i = 0; i < rules.size(); i++) {
      RuleText.validate(
          rules.get(i), schema, path.child("x-kubernetes-validations").index(i), errors);
    }
  }

  private static void forbid(FieldPath path, String field, String detail, List<FieldError> errors) {
    errors.add(FieldError.forbidden(path.child(field).text(), detail));
  }
}
