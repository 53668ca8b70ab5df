package dev.fairway.crd;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules a schema must keep to be structural, so that the API server can prune, default and
/// merge by it. Source: "Specifying a structural schema" in the Kubernetes documentation, and the
/// checks kube-apiserver makes of list types, map types, defaults and embedded resources. What
/// needs the server (the cost of CEL rules) is not checked here.
final class Structural {
  private static final Set<String> FORBIDDEN =
      Set.of(
          "$ref",
          "$schema",
          "id",
          "definitions",
          "dependencies",
          "deprecated",
          "discriminator",
          "patternProperties",
          "additionalItems",
          "readOnly",
          "writeOnly",
          "xml");
  private static final Set<String> NOT_IN_JUNCTORS =
      Set.of(
          "description",
          "type",
          "default",
          "additionalProperties",
          "nullable",
          "title",
          "example",
          "externalDocs",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-embedded-resource",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type",
          "x-kubernetes-validations");
  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "array", "object");
  private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");
  private static final Set<String> REASONS =
      Set.of(
          "FieldValueRequired", "FieldValueInvalid", "FieldValueForbidden", "FieldValueDuplicate");

  private final Problems problems;

  private Structural(Problems problems) {
    this.problems = problems;
  }

  /// Checks a whole `openAPIV3Schema`; `name` heads the path of problems of the root itself.
  static void check(String name, Map<String, Object> root, Problems problems) {
    var check = new Structural(problems);
    if (!Tree.text(root, "type").equals("object"))
      problems.add(name, "the root must be of type object");
    check.metadata(Tree.map(Tree.map(root, "properties"), "metadata"));
    check.schema(name, root);
  }

  private void metadata(Map<String, Object> metadata) {
    for (String key : metadata.keySet())
      if (!Set.of("type", "description", "properties").contains(key))
        problems.add("metadata", "may restrict name and generateName only, not " + key);
    for (String property : Tree.map(metadata, "properties").keySet())
      if (!Set.of("name", "generateName").contains(property))
        problems.add(
            "metadata." + property, "cannot be restricted; only name and generateName can");
  }

  private void schema(String path, Map<String, Object> schema) {
    schema.keySet().stream()
        .filter(FORBIDDEN::contains)
        .forEach(key -> problems.add(path, key + " is not allowed"));
    type(path, schema);
    values(path, schema);
    list(path, schema);
    object(path, schema);
    rules(path, schema);
    junctors(path, schema);
    if (schema.containsKey("default"))
      new Values(problems).check(path + " (default)", schema, schema.get("default"));
  }

  private void type(String path, Map<String, Object> schema) {
    String type = Tree.text(schema, "type");
    boolean intOrString = Tree.isTrue(schema, "x-kubernetes-int-or-string");
    boolean free = Tree.isTrue(schema, Keywords.PRESERVE);
    if (type.isEmpty() && !intOrString && !free) problems.add(path, "has no type");
    if (!type.isEmpty() && !TYPES.contains(type))
      problems.add(path, "has the unknown type " + type);
    if (!type.isEmpty() && intOrString) problems.add(path, "an int-or-string has no type");
    if (free && !type.isEmpty() && !type.equals("object"))
      problems.add(path, "unknown fields can be kept in an object only, this is the type " + type);
    if (Tree.isTrue(schema, "x-kubernetes-embedded-resource") && !type.equals("object"))
      problems.add(path, "an embedded resource must be of type object");
  }

  private void values(String path, Map<String, Object> schema) {
    var values = Tree.list(schema, "enum");
    if (schema.containsKey("enum") && values.isEmpty()) problems.add(path, "enum is empty");
    if (values.stream().distinct().count() < values.size())
      problems.add(path, "enum names a value twice: " + values);
    ordered(path, schema, "minimum", "maximum");
    ordered(path, schema, "minLength", "maxLength");
    ordered(path, schema, "minItems", "maxItems");
    ordered(path, schema, "minProperties", "maxProperties");
    if (Tree.isTrue(schema, "uniqueItems"))
      problems.add(
          path, "uniqueItems is not allowed (it costs quadratic time); use a list of type set");
  }

  private void ordered(String path, Map<String, Object> schema, String low, String high) {
    if (schema.get(low) instanceof Number min
        && schema.get(high) instanceof Number max
        && min.doubleValue() > max.doubleValue())
      problems.add(path, low + " " + min + " is above " + high + " " + max);
  }

  private void list(String path, Map<String, Object> schema) {
    boolean isArray = Tree.text(schema, "type").equals("array");
    var items = Tree.map(schema, "items");
    if (isArray && items.isEmpty()) problems.add(path, "an array needs the schema of its items");
    if (!items.isEmpty()) schema(path + "[*]", items);
    String listType = Tree.text(schema, Keywords.LIST_TYPE);
    if (!listType.isEmpty() && !isArray) problems.add(path, "a list type is for arrays");
    if (listType.equals("set")) setItems(path, items);
    List<String> keys = Tree.strings(schema, "x-kubernetes-list-map-keys");
    if (listType.equals("map")) mapItems(path, items, keys);
    else if (!keys.isEmpty()) problems.add(path, "keys are for lists of type map");
  }

  private void setItems(String path, Map<String, Object> items) {
    String type = Tree.text(items, "type");
    boolean whole =
        Tree.text(items, Keywords.LIST_TYPE).equals("atomic")
            || Tree.text(items, "x-kubernetes-map-type").equals("atomic");
    boolean scalar = SCALARS.contains(type) || Tree.isTrue(items, "x-kubernetes-int-or-string");
    if (!scalar && !whole)
      problems.add(
          path,
          "the items of a set must be scalars or atomic; for objects mark a field with @Key instead");
    if (Tree.isTrue(items, "nullable")) problems.add(path, "the items of a set cannot be nullable");
  }

  private void mapItems(String path, Map<String, Object> items, List<String> keys) {
    if (keys.isEmpty())
      problems.add(path, "a list of type map needs keys: mark a field of its items with @Key");
    if (!Tree.text(items, "type").equals("object"))
      problems.add(path, "the items of a list of type map must be objects");
    for (String key : keys) {
      var property = Tree.map(Tree.map(items, "properties"), key);
      String where = path + "[*]." + key;
      if (property.isEmpty()) problems.add(where, "is a key of the list but no field");
      else if (!SCALARS.contains(Tree.text(property, "type")))
        problems.add(where, "is a key of the list and must be a scalar");
      else if (!Tree.strings(items, "required").contains(key) && !property.containsKey("default"))
        problems.add(where, "is a key of the list and must be required or have a default");
      if (Tree.isTrue(property, "nullable"))
        problems.add(where, "is a key of the list and cannot be nullable");
    }
  }

  private void object(String path, Map<String, Object> schema) {
    var properties = Tree.map(schema, "properties");
    boolean isObject = Tree.text(schema, "type").equals("object");
    if (!properties.isEmpty() && schema.containsKey("additionalProperties"))
      problems.add(path, "an object has either properties or additionalProperties");
    if (Boolean.FALSE.equals(schema.get("additionalProperties")))
      problems.add(
          path, "additionalProperties: false is not allowed; unknown fields are pruned anyway");
    if (schema.containsKey("x-kubernetes-map-type") && !isObject)
      problems.add(path, "a map type is for objects");
    for (String required : Tree.strings(schema, "required"))
      if (isObject && !properties.isEmpty() && !properties.containsKey(required))
        problems.add(path, "requires " + required + ", which is no field");
    if (schema.get("additionalProperties") instanceof Map<?, ?> values)
      schema(path + "[*]", Tree.asMap(values));
    properties.forEach((name, child) -> {
      if (!(path.isEmpty() && name.equals("metadata")))
        schema(path.isEmpty() ? name : path + "." + name, Tree.asMap(child));
    });
  }

  private void rules(String path, Map<String, Object> schema) {
    for (var rule : Tree.maps(schema, "x-kubernetes-validations")) {
      String reason = Tree.text(rule, "reason");
      String message = Tree.text(rule, "message");
      if (Tree.text(rule, "rule").isBlank())
        problems.add(path, "has a validation rule without an expression");
      if (!reason.isEmpty() && !REASONS.contains(reason))
        problems.add(
            path,
            "a rule has the reason "
                + reason
                + ", which is none of "
                + REASONS.stream().sorted().toList());
      if (Tree.text(rule, "rule").contains("\n") && message.isEmpty())
        problems.add(path, "a rule of several lines needs a message");
      if (message.contains("\n")) problems.add(path, "the message of a rule must be one line");
    }
  }

  private void junctors(String path, Map<String, Object> schema) {
    boolean intOrString = Tree.isTrue(schema, "x-kubernetes-int-or-string");
    for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
      int i = 0;
      for (var branch : Tree.maps(schema, junctor))
        branch(path + " (" + junctor + "[" + i++ + "])", branch, schema, intOrString);
    }
    if (schema.get("not") instanceof Map<?, ?> not)
      branch(path + " (not)", Tree.asMap(not), schema, false);
  }

  // A branch may restrict what the schema around it declares, and declare nothing itself.
  private void branch(
      String path, Map<String, Object> branch, Map<String, Object> around, boolean typeAllowed) {
    for (String key : branch.keySet())
      if (NOT_IN_JUNCTORS.contains(key) && !(key.equals("type") && typeAllowed))
        problems.add(path, key + " must be said outside of allOf, anyOf, oneOf and not");
    Tree.map(branch, "properties")
        .forEach((name, child) -> {
          var outside = Tree.map(Tree.map(around, "properties"), name);
          if (outside.isEmpty() && !around.containsKey("additionalProperties"))
            problems.add(path + "." + name, "must also be declared outside");
          else branch(path + "." + name, Tree.asMap(child), outside, false);
        });
    if (branch.get("items") instanceof Map<?, ?> items)
      branch(path + "[*]", Tree.asMap(items), Tree.map(around, "items"), false);
    for (String junctor : List.of("allOf", "anyOf", "oneOf"))
      Tree.maps(branch, junctor).forEach(inner -> branch(path, inner, around, typeAllowed));
    if (branch.get("not") instanceof Map<?, ?> not)
      branch(path, Tree.asMap(not), around, typeAllowed);
  }
}
