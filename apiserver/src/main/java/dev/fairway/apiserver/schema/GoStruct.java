package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value that upstream holds in a Go struct and shows in an error: fields in their own order, the
/// unset ones too (`apiextensions-apiserver/pkg/apis/apiextensions/types*.go`).
record GoStruct(Map<String, @Nullable Object> fields) {

  static GoStruct schema(Map<String, Object> schema) {
    GoStruct out = new GoStruct(new LinkedHashMap<>());
    out.put("ID", Tree.text(schema, "id"));
    out.put("Schema", Tree.text(schema, "$schema"));
    out.put("Ref", schema.get("$ref"));
    out.put("Description", Tree.text(schema, "description"));
    out.put("Type", Tree.text(schema, "type"));
    out.put("Nullable", Tree.flag(schema, "nullable"));
    out.put("Format", Tree.text(schema, "format"));
    out.put("Title", Tree.text(schema, "title"));
    out.put("Default", schema.get("default"));
    out.put("Maximum", schema.get("maximum"));
    out.put("ExclusiveMaximum", Tree.flag(schema, "exclusiveMaximum"));
    out.put("Minimum", schema.get("minimum"));
    out.put("ExclusiveMinimum", Tree.flag(schema, "exclusiveMinimum"));
    out.put("MaxLength", schema.get("maxLength"));
    out.put("MinLength", schema.get("minLength"));
    out.put("Pattern", Tree.text(schema, "pattern"));
    out.put("MaxItems", schema.get("maxItems"));
    out.put("MinItems", schema.get("minItems"));
    out.put("UniqueItems", Tree.flag(schema, "uniqueItems"));
    out.put("MultipleOf", schema.get("multipleOf"));
    out.put("Enum", schema.get("enum"));
    out.put("MaxProperties", schema.get("maxProperties"));
    out.put("MinProperties", schema.get("minProperties"));
    out.put("Required", schema.get("required"));
    out.put("Items", items(schema));
    out.put("AllOf", schemas(schema, "allOf"));
    out.put("OneOf", schemas(schema, "oneOf"));
    out.put("AnyOf", schemas(schema, "anyOf"));
    out.put("Not", schemaOrNull(schema, "not"));
    out.put("Properties", properties(schema));
    out.put("AdditionalProperties", additional(schema));
    out.put("PatternProperties", null);
    out.put("Dependencies", null);
    out.put("AdditionalItems", null);
    out.put("Definitions", null);
    out.put("ExternalDocs", null);
    out.put("Example", schema.get("example"));
    out.put("XPreserveUnknownFields", schema.get("x-kubernetes-preserve-unknown-fields"));
    out.put("XEmbeddedResource", Tree.flag(schema, "x-kubernetes-embedded-resource"));
    out.put("XIntOrString", Tree.flag(schema, "x-kubernetes-int-or-string"));
    out.put("XListMapKeys", schema.get("x-kubernetes-list-map-keys"));
    out.put("XListType", schema.get("x-kubernetes-list-type"));
    out.put("XMapType", schema.get("x-kubernetes-map-type"));
    out.put("XValidations", rules(schema));
    return out;
  }

  static GoStruct rule(Map<String, Object> rule) {
    GoStruct out = new GoStruct(new LinkedHashMap<>());
    out.put("Rule", Tree.text(rule, "rule"));
    out.put("Message", Tree.text(rule, "message"));
    out.put("MessageExpression", Tree.text(rule, "messageExpression"));
    out.put("Reason", rule.get("reason"));
    out.put("FieldPath", Tree.text(rule, "fieldPath"));
    out.put("OptionalOldSelf", rule.get("optionalOldSelf"));
    return out;
  }

  void put(String field, @Nullable Object value) {
    fields.put(field, value);
  }

  private static @Nullable GoStruct schemaOrNull(Map<String, Object> schema, String key) {
    Map<String, Object> child = Tree.objectOrNull(schema, key);
    return child == null ? null : schema(child);
  }

  private static @Nullable List<GoStruct> schemas(Map<String, Object> schema, String key) {
    return schema.containsKey(key)
        ? Tree.objects(schema, key).stream().map(GoStruct::schema).toList()
        : null;
  }

  private static @Nullable Map<String, GoStruct> properties(Map<String, Object> schema) {
    if (!schema.containsKey("properties")) {
      return null;
    }
    Map<String, GoStruct> properties = new LinkedHashMap<>();
    Tree.objectsByName(schema, "properties")
        .forEach((name, property) -> properties.put(name, schema(property)));
    return properties;
  }

  private static @Nullable GoStruct items(Map<String, Object> schema) {
    if (!schema.containsKey("items")) {
      return null;
    }
    GoStruct items = new GoStruct(new LinkedHashMap<>());
    items.put("Schema", schemaOrNull(schema, "items"));
    items.put("JSONSchemas", null);
    return items;
  }

  private static @Nullable GoStruct additional(Map<String, Object> schema) {
    if (!schema.containsKey("additionalProperties")) {
      return null;
    }
    GoStruct additional = new GoStruct(new LinkedHashMap<>());
    additional.put("Allows", !Boolean.FALSE.equals(schema.get("additionalProperties")));
    additional.put("Schema", schemaOrNull(schema, "additionalProperties"));
    return additional;
  }

  private static @Nullable List<GoStruct> rules(Map<String, Object> schema) {
    List<GoStruct> rules = new ArrayList<>();
    Tree.objects(schema, "x-kubernetes-validations").forEach(rule -> rules.add(rule(rule)));
    return rules.isEmpty() ? null : rules;
  }
}
