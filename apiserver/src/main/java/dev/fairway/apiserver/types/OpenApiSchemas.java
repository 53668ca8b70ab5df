package dev.fairway.apiserver.types;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType.ListKind;
import dev.fairway.apiserver.types.TypeTable.TypeDef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// OpenAPI v3 schemas of the built-in types, as `kubectl explain` and client-side merging read
/// them. The table holds no prose, so descriptions are absent.
final class OpenApiSchemas {
  private final TypeTable table;

  OpenApiSchemas(TypeTable table) {
    this.table = table;
  }

  Map<String, Object> of(String groupVersion, Iterable<String> kinds) {
    Map<String, Object> schemas = new TreeMap<>();
    Deque<TypeDef> open = new ArrayDeque<>();
    for (String kind : kinds) {
      table
          .ofKind(groupVersion, kind)
          .ifPresent(type -> schemas.put(type.name(), kindSchema(type, groupVersion, kind, open)));
    }
    while (!open.isEmpty()) {
      TypeDef type = open.pop();
      if (!schemas.containsKey(type.name())) {
        schemas.put(type.name(), object(type, open));
      }
    }
    return schemas;
  }

  private Map<String, Object> kindSchema(
      TypeDef type, String groupVersion, String kind, Deque<TypeDef> open) {
    Map<String, Object> schema = object(type, open);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("apiVersion", Map.of("type", "string"));
    properties.put("kind", Map.of("type", "string"));
    properties.putAll(Json.object(schema.get("properties")));
    schema.put("properties", properties);
    int slash = groupVersion.indexOf('/');
    schema.put(
        "x-kubernetes-group-version-kind",
        List.of(
            Map.of(
                "group",
                slash < 0 ? "" : groupVersion.substring(0, slash),
                "version",
                groupVersion.substring(slash + 1),
                "kind",
                kind)));
    return schema;
  }

  private Map<String, Object> object(TypeDef type, Deque<TypeDef> open) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    for (FieldDef field : table.jsonFields(type).values()) {
      properties.put(field.name(), field(field, open));
      if (field.required()) {
        required.add(field.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (type.atomic()) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    return schema;
  }

  private Map<String, Object> field(FieldDef field, Deque<TypeDef> open) {
    Map<String, Object> schema = new LinkedHashMap<>(value(field.type(), open));
    if (field.type() instanceof TypeRef.ListOf) {
      schema.put(
          "x-kubernetes-list-type",
          switch (field.list()) {
            case MAP -> "map";
            case SET -> "set";
            case ATOMIC -> "atomic";
          });
      if (field.list() == ListKind.MAP) {
        schema.put("x-kubernetes-list-map-keys", List.copyOf(field.keys()));
      }
    }
    if (field.atomicMap()) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    if (!field.patch().strategies().isEmpty()) {
      schema.put(
          "x-kubernetes-patch-strategy",
          String.join(",", field.patch().strategies().stream().sorted().toList()));
    }
    if (field.patch().mergeKey() != null) {
      schema.put("x-kubernetes-patch-merge-key", field.patch().mergeKey());
    }
    if (field.defaultValue() != null) {
      schema.put("default", Json.parse(field.defaultValue().getBytes(StandardCharsets.UTF_8)));
    }
    if (!field.allowed().isEmpty()) {
      schema.put("enum", List.copyOf(field.allowed()));
    }
    return schema;
  }

  private Map<String, Object> value(TypeRef type, Deque<TypeDef> open) {
    return switch (type) {
      case TypeRef.Named(var name) -> {
        open.push(table.type(name));
        yield Map.of("allOf", List.of(Map.of("$ref", "#/components/schemas/" + name)));
      }
      case TypeRef.ListOf(var item, _) -> Map.of("type", "array", "items", value(item, open));
      case TypeRef.MapOf(var item) ->
          Map.of("type", "object", "additionalProperties", value(item, open));
      case TypeRef.Scalar(var form) ->
          switch (form) {
            case STRING, DURATION -> Map.of("type", "string");
            case BOOL -> Map.of("type", "boolean");
            case INT32 -> Map.of("type", "integer", "format", "int32");
            case INT64 -> Map.of("type", "integer", "format", "int64");
            case DOUBLE -> Map.of("type", "number", "format", "double");
            case BYTES -> Map.of("type", "string", "format", "byte");
            case TIME, MICROTIME -> Map.of("type", "string", "format", "date-time");
            case QUANTITY ->
                Map.of("oneOf", List.of(Map.of("type", "string"), Map.of("type", "number")));
            case INTORSTRING ->
                Map.of(
                    "format",
                    "int-or-string",
                    "oneOf",
                    List.of(Map.of("type", "integer"), Map.of("type", "string")));
            case RAWEXTENSION, FIELDSV1 -> Map.of("type", "object");
            case JSON, SCHEMAORARRAY, SCHEMAORBOOL, SCHEMAORSTRINGS -> Map.of();
          };
    };
  }
}
