package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.OutputSpec;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.operator.conditions.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `spec.outputSpec` asks for: first said to the provider, then held against its answer.
///
/// @param fields name to JSON Schema; empty when the spec selects none
/// @param schema of the whole answer
record OutputCheck(boolean json, Map<String, Json.Obj> fields, @Nullable Json schema) {
  private static final String PATH = "spec.outputSpec";

  /// @throws Refusal when the spec itself is wrong
  static OutputCheck of(OutputSpec spec) {
    Map<String, Json.Obj> fields = spec.fields() == null ? Map.of() : fields(spec.fields());
    Json schema = spec.schema() == null ? null : schema(spec.schema());
    boolean json =
        spec.format() == dev.fairway.api.v1.OutputFormat.JSON
            || !fields.isEmpty()
            || schema != null;
    return new OutputCheck(json, fields, schema);
  }

  private static Map<String, Json.Obj> fields(FreeJson spec) {
    Field field = new Field(PATH + ".fields", Json.parse(spec.toString()));
    Map<String, Json.Obj> fields = new LinkedHashMap<>();
    if (field.isList()) {
      for (Field name : field.itemsNotEmpty()) fields.put(name.textNotBlank(), Json.object());
    } else {
      for (Field named : field.fields()) fields.put(named.name(), named.object());
    }
    return fields;
  }

  private static Json schema(FreeJson spec) {
    return new Field(PATH + ".schema", Json.parse(spec.toString())).object();
  }

  /// How to ask the provider for it.
  OutputFormat asked() {
    if (schema instanceof Json.Obj whole) return OutputFormat.Schema.of(whole);
    if (!fields.isEmpty()) return new OutputFormat.Schema("answer", null, ofFields(), null);
    return json ? new OutputFormat.AnyJson() : new OutputFormat.Text();
  }

  private Json.Obj ofFields() {
    Json.Obj properties = Json.object();
    for (var field : fields.entrySet()) {
      properties = properties.with(field.getKey(), field.getValue());
    }
    List<Json> names = fields.keySet().stream().<Json>map(Json.Str::new).toList();
    return Json.object("type", new Json.Str("object"))
        .with("properties", properties)
        .with("required", new Json.Arr(names))
        .with("additionalProperties", new Json.Bool(false));
  }

  /// The answer as JSON, reduced to the fields asked for.
  ///
  /// @throws Mismatch when it is something else
  Json select(String answer) {
    Json read = parse(answer);
    if (schema != null) hold(schema, read, PATH + ".schema", "answer");
    return fields.isEmpty() ? read : selected(read);
  }

  private static Json parse(String answer) {
    try {
      return Json.parse(withoutFence(answer.strip()));
    } catch (JsonSyntax _) {
      throw new Mismatch(PATH + ".format: the answer is not JSON");
    }
  }

  /// Many models wrap JSON in a Markdown fence, whatever they are told.
  private static String withoutFence(String text) {
    if (!text.startsWith("```") || !text.endsWith("```") || text.length() < 6) return text;
    int firstLine = text.indexOf('\n');
    return firstLine < 0 ? text : text.substring(firstLine + 1, text.length() - 3);
  }

  private Json selected(Json answer) {
    if (!(answer instanceof Json.Obj object)) {
      throw new Mismatch(PATH + ".fields: the answer is not a JSON object");
    }
    Json.Obj result = Json.object();
    for (var wanted : fields.entrySet()) {
      String name = wanted.getKey();
      Json value =
          object
              .field(name)
              .orElseThrow(() -> new Mismatch(PATH + ".fields: the answer has no field " + name));
      hold(wanted.getValue(), value, PATH + ".fields." + name, name);
      result = result.with(name, value);
    }
    return result;
  }

  private static void hold(Json schema, Json value, String rule, String where) {
    Optional<String> fault = SchemaCheck.firstFault(schema, value, where);
    if (fault.isPresent()) throw new Mismatch(rule + ": " + fault.get());
  }
}
