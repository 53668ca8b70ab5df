package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON Schema to the part of OpenAPI's schemas that older back ends of Gemini know, and back.
/// References are replaced by what they name, and one that leads into itself by any object.
/// Constraints that cannot be said are left out and listed.
final class GeminiSchema {
  private static final int MAX_NODES = 5_000;
  private static final Set<String> KNOWN =
      Set.of(
          "default description example format maxItems maxLength maxProperties maximum minItems minLength minProperties minimum nullable pattern propertyOrdering required title"
              .split(" "));

  /// They say nothing about a value.
  private static final Set<String> SILENT =
      Set.of(
          "$schema $id $comment $defs definitions $anchor deprecated examples readOnly writeOnly"
              .split(" "));

  private final Json.Obj root;
  private final Omissions omissions;
  private final Set<String> within = new HashSet<>();
  private int nodes;

  private GeminiSchema(Json.Obj root, Omissions omissions) {
    this.root = root;
    this.omissions = omissions;
  }

  /// @param path of the schema in the request, for what is listed
  static Json.Obj subset(Json.Obj schema, String path, Omissions omissions) {
    return new GeminiSchema(schema, omissions).node(schema, path);
  }

  private Json.Obj node(Json schema, String path) {
    if (!(schema instanceof Json.Obj object)) {
      return Json.object(); // true and false are schemas too
    }
    if (++nodes > MAX_NODES) {
      omissions.refuse(path, "with its references replaced the schema is too large");
      return Json.object();
    }
    if (object.fields().get("$ref") instanceof Json.Str(var reference)) {
      return reference(object, reference, path);
    }
    Body body = new Body();
    object.fields().forEach((name, value) -> keyword(body, name, value, path));
    return body.json();
  }

  private Json.Obj reference(Json.Obj object, String reference, String path) {
    Optional<Json.Obj> target = within.contains(reference) ? Optional.empty() : find(reference);
    if (target.isEmpty()) {
      omissions.approximate(path + ".$ref", "object");
      return Json.object("type", new Json.Str("OBJECT"));
    }
    Map<String, Json> merged = new LinkedHashMap<>(target.get().fields());
    merged.putAll(object.fields());
    merged.remove("$ref");
    if (target.get().fields().containsKey("$ref")) {
      merged.put("$ref", target.get().fields().get("$ref"));
    }
    within.add(reference);
    Json.Obj node = node(new Json.Obj(merged), path);
    within.remove(reference);
    return node;
  }

  private Optional<Json.Obj> find(String reference) {
    if (!reference.startsWith("#")) {
      return Optional.empty();
    }
    Json at = root;
    for (String step : reference.substring(1).split("/")) {
      String name = step.replace("~1", "/").replace("~0", "~");
      if (!name.isEmpty()) {
        at = at instanceof Json.Obj object ? object.fields().get(name) : null;
      }
      if (at == null) {
        return Optional.empty();
      }
    }
    return at instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
  }

  private void keyword(Body body, String name, Json value, String path) {
    String at = path + "." + name;
    switch (name) {
      case "type" -> type(body, value);
      case "properties" -> body.put(name, children(value, at));
      case "items" -> body.put(name, node(value, at));
      case "anyOf", "oneOf" -> body.put("anyOf", members(value, at));
      case "const" -> choice(body, List.of(value), at);
      case "enum" -> choice(body, value instanceof Json.Arr(var items) ? items : List.of(), at);
      default -> {
        if (KNOWN.contains(name)) {
          body.put(name, value);
        } else if (!SILENT.contains(name) && !isLoose(name, value)) {
          omissions.drop(at);
        }
      }
    }
  }

  private static boolean isLoose(String name, Json value) {
    return name.equals("additionalProperties") && value.equals(new Json.Bool(true));
  }

  private Map<String, Json> children(Json properties, String path) {
    Map<String, Json> children = new LinkedHashMap<>();
    if (properties instanceof Json.Obj object) {
      object
          .fields()
          .forEach((name, schema) -> children.put(name, node(schema, path + "." + name)));
    }
    return children;
  }

  private List<Json> members(Json schemas, String path) {
    List<Json> members = new ArrayList<>();
    if (schemas instanceof Json.Arr(var items)) {
      for (int i = 0; i < items.size(); i++) {
        members.add(node(items.get(i), path + "[" + i + "]"));
      }
    }
    return members;
  }

  private static void type(Body body, Json type) {
    if (type instanceof Json.Arr(var items)) {
      List<Json> types =
          items.stream().filter(one -> !isNull(one)).map(GeminiSchema::upper).toList();
      body.put("nullable", types.size() < items.size() ? true : null);
      if (types.size() == 1) {
        body.put("type", types.getFirst());
      } else {
        body.put("anyOf", types.stream().map(one -> Json.object("type", one)).toList());
      }
    } else {
      body.put("type", upper(type));
    }
  }

  private static boolean isNull(Json type) {
    return type.equals(new Json.Str("null"));
  }

  private static Json upper(Json type) {
    return type instanceof Json.Str(var word) ? new Json.Str(word.toUpperCase(Locale.ROOT)) : type;
  }

  /// Only strings can be chosen from.
  private void choice(Body body, List<Json> values, String path) {
    if (values.stream().allMatch(Json.Str.class::isInstance)) {
      body.put("enum", values);
      if (!body.has("type")) {
        body.put("type", "STRING");
      }
    } else {
      omissions.drop(path);
    }
  }

  /// A schema of a `parameters` or `responseSchema` field as JSON Schema.
  static Json.Obj toJsonSchema(Json.Obj schema) {
    Map<String, Json> fields = new LinkedHashMap<>();
    schema
        .fields()
        .forEach((name, value) -> {
          Json read = back(name, value);
          if (read != null) {
            fields.put(name, read);
          }
        });
    Json type = fields.get("type");
    if (type != null && new Json.Bool(true).equals(schema.fields().get("nullable"))) {
      fields.put("type", new Json.Arr(List.of(type, new Json.Str("null"))));
    }
    return new Json.Obj(fields);
  }

  private static @Nullable Json back(String name, Json value) {
    return switch (name) {
      case "type" ->
          value instanceof Json.Str(var word) ? new Json.Str(word.toLowerCase(Locale.ROOT)) : value;
      case "nullable", "propertyOrdering" -> null;
      case "properties" -> {
        Map<String, Json> children = new LinkedHashMap<>();
        if (value instanceof Json.Obj object) {
          object.fields().forEach((child, schema) -> children.put(child, backAll(schema)));
        }
        yield new Json.Obj(children);
      }
      case "items", "anyOf" -> backAll(value);
      default -> value;
    };
  }

  private static Json backAll(Json value) {
    return switch (value) {
      case Json.Obj object -> toJsonSchema(object);
      case Json.Arr(var items) -> new Json.Arr(items.stream().map(GeminiSchema::backAll).toList());
      default -> value;
    };
  }
}
