package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The schema of one version of a custom resource as `/openapi/v3/apis/<group>/<version>` publishes
/// it (`apiextensions-apiserver/pkg/controller/openapi/builder`). Stateless.
public final class OpenApiFragment {
  /// The component that describes `metadata`; the document around the fragment must hold it.
  public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

  private static final List<Object> INT_OR_STRING =
      List.of(Map.of("type", "integer"), Map.of("type", "string"));

  private OpenApiFragment() {}

  /// The name of the component, such as `com.example.v1.Widget`.
  public static String name(Map<String, Object> crd, String version) {
    Map<String, Object> spec = Tree.object(crd, "spec");
    List<String> domain = List.of(Tree.text(spec, "group").split("\\."));
    String kind = Tree.text(Tree.object(spec, "names"), "kind");
    return String.join(".", domain.reversed()) + "." + version + "." + kind;
  }

  /// The schema, complete with the fields of every resource.
  public static Map<String, Object> of(Map<String, Object> crd, String version) {
    Map<String, Object> spec = Tree.object(crd, "spec");
    Map<String, Object> served =
        Tree.objects(spec, "versions").stream()
            .filter(candidate -> version.equals(candidate.get("name")))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no version " + version));
    Map<String, Object> schema =
        Json.copy(Tree.object(Tree.object(served, "schema"), "openAPIV3Schema"));
    complete(schema);
    addResourceFields(schema);
    schema.put("x-kubernetes-group-version-kind", List.of(groupVersionKind(spec, version)));
    List<Map<String, Object>> selectable = Tree.objects(served, "selectableFields");
    if (!selectable.isEmpty()) {
      List<Object> fields = new ArrayList<>();
      selectable.forEach(
          field -> fields.add(Map.of("fieldPath", Tree.text(field, "jsonPath").substring(1))));
      schema.put("x-kubernetes-selectable-fields", fields);
    }
    return schema;
  }

  private static Map<String, Object> groupVersionKind(Map<String, Object> spec, String version) {
    Map<String, Object> kind = new LinkedHashMap<>();
    kind.put("group", Tree.text(spec, "group"));
    kind.put("kind", Tree.text(Tree.object(spec, "names"), "kind"));
    kind.put("version", version);
    return kind;
  }

  /// Spells out, at every depth, what clients do not know to infer.
  private static void complete(Map<String, Object> schema) {
    Tree.objectsByName(schema, "properties").values().forEach(OpenApiFragment::complete);
    for (String child : List.of("items", "additionalProperties")) {
      if (schema.get(child) instanceof Map<?, ?> map) {
        complete(Json.object(map));
      }
    }
    if (Tree.flag(schema, "x-kubernetes-int-or-string")) {
      addIntOrString(schema);
    }
    if (Tree.flag(schema, "x-kubernetes-embedded-resource")) {
      addResourceFields(schema);
      List<Object> required = new ArrayList<>(Tree.list(schema, "required"));
      for (String field : List.of("kind", "apiVersion")) {
        if (!required.contains(field)) {
          required.add(field);
        }
      }
      schema.put("required", required);
    }
  }

  private static void addIntOrString(Map<String, Object> schema) {
    List<?> anyOf = Tree.list(schema, "anyOf");
    if (anyOf.isEmpty()) {
      schema.put("anyOf", INT_OR_STRING);
    } else if (!anyOf.equals(INT_OR_STRING)) {
      List<Object> allOf = new ArrayList<>(Tree.list(schema, "allOf"));
      allOf.addFirst(Map.of("anyOf", INT_OR_STRING));
      schema.put("allOf", allOf);
    }
  }

  private static void addResourceFields(Map<String, Object> schema) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        "apiVersion",
        text("The version of the schema this object is written in, such as `group/version`."));
    properties.put("kind", text("The kind of thing this object is, in CamelCase."));
    properties.put(
        "metadata",
        Map.of(
            "description",
            "What every object carries: its name, labels, owners and the like.",
            "allOf",
            List.of(Map.of("$ref", "#/components/schemas/" + OBJECT_META))));
    Tree.object(schema, "properties").forEach(properties::putIfAbsent);
    schema.put("properties", properties);
  }

  private static Map<String, Object> text(String description) {
    return Map.of("description", description, "type", "string");
  }
}
