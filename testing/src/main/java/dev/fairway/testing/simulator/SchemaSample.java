package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The plainest value that a JSON Schema allows, for the keywords that structured output uses.
final class SchemaSample {
  private SchemaSample() {}

  /// A call of the tool, with arguments of the schema in that field.
  static Script.Call call(Json.Obj tool, String schema) {
    Json.Obj arguments =
        of(Trees.child(tool, schema)) instanceof Json.Obj sample ? sample : Json.object();
    return new Script.Call(Trees.text(tool, "name"), arguments);
  }

  static Json of(Json schema) {
    if (!(schema instanceof Json.Obj object)) {
      return new Json.Null();
    }
    Map<String, Json> fields = object.fields();
    Json constant = fields.get("const");
    if (constant != null) {
      return constant;
    }
    if (fields.get("enum") instanceof Json.Arr(var values) && !values.isEmpty()) {
      return values.getFirst();
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (fields.get(choice) instanceof Json.Arr(var schemas) && !schemas.isEmpty()) {
        return of(schemas.getFirst());
      }
    }
    return switch (type(fields)) {
      case "object" -> object(fields);
      case "array" -> new Json.Arr(List.of());
      case "number", "integer" -> fields.getOrDefault("minimum", new Json.Num(0));
      case "boolean" -> new Json.Bool(false);
      case "null" -> new Json.Null();
      default -> new Json.Str("text");
    };
  }

  private static String type(Map<String, Json> fields) {
    return switch (fields.get("type")) {
      case Json.Str(var name) -> name;
      case Json.Arr(var names) when names.getFirst() instanceof Json.Str(var name) -> name;
      case null, default -> fields.containsKey("properties") ? "object" : "string";
    };
  }

  private static Json object(Map<String, Json> fields) {
    Map<String, Json> sample = new LinkedHashMap<>();
    if (fields.get("properties") instanceof Json.Obj(var properties)) {
      properties.forEach((name, schema) -> sample.put(name, of(schema)));
    }
    return new Json.Obj(sample);
  }
}
