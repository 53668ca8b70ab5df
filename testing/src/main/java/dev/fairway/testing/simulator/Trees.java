package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looking into requests and building answers.
final class Trees {
  private Trees() {}

  /// An object of names and values in turn; null becomes JSON's null.
  static Json.Obj object(@Nullable Object... namesAndValues) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), Json.of(namesAndValues[i + 1]));
    }
    return new Json.Obj(fields);
  }

  static Json.Obj body(byte[] body) {
    try {
      if (Json.parse(body) instanceof Json.Obj object) {
        return object;
      }
    } catch (JsonSyntax e) {
      throw new Wrong(400, "We could not parse the JSON body: " + e.getMessage());
    }
    throw new Wrong(400, "The body must be a JSON object");
  }

  static String text(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Str(var text) ? text : "";
  }

  /// A whole number; 0 when there is none.
  static int number(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Num(var value) ? value.intValue() : 0;
  }

  /// Strings of an array, or the one string that stands in its place.
  static List<String> texts(Json.Obj object, String name) {
    return switch (object.fields().get(name)) {
      case Json.Str(var text) -> List.of(text);
      case Json.Arr(var items) ->
          items.stream()
              .filter(Json.Str.class::isInstance)
              .map(item -> ((Json.Str) item).value())
              .toList();
      case null, default -> List.of();
    };
  }

  static boolean flag(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Bool(var flag) && flag;
  }

  static Json.Obj child(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Obj child ? child : Json.object();
  }

  static List<Json.Obj> children(Json.Obj object, String name) {
    List<Json.Obj> children = new ArrayList<>();
    if (object.fields().get(name) instanceof Json.Arr(var items)) {
      for (Json item : items) {
        if (item instanceof Json.Obj child) {
          children.add(child);
        }
      }
    }
    return children;
  }

  /// The text of a message's content: a string, or blocks of which those of type text count.
  static String content(Json.Obj message, String name) {
    if (message.fields().get(name) instanceof Json.Str(var text)) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    for (Json.Obj block : children(message, name)) {
      if (text(block, "type").equals("text")) {
        text.append(text(block, "text"));
      }
    }
    return text.toString();
  }

  static void checkFields(Json.Obj body, Set<String> known, String message) {
    checkFields(400, body, known, message);
  }

  static void checkFields(int status, Json.Obj body, Set<String> known, String message) {
    for (String name : body.fields().keySet()) {
      if (!known.contains(name)) {
        throw new Wrong(status, message.formatted(name));
      }
    }
  }
}
