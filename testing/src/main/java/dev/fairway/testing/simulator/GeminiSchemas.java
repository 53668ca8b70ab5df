package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.Set;

/// The part of OpenAPI's schemas that Gemini's older fields take; the newer ones take JSON Schema.
final class GeminiSchemas {
  private static final Set<String> KEYWORDS =
      Set.of(
          ("anyOf default description enum example format items maxItems minItems maxLength"
                  + " minLength maxProperties minProperties maximum minimum nullable pattern"
                  + " properties propertyOrdering required title type")
              .split(" "));

  private GeminiSchemas() {}

  static void check(Json.Obj body) {
    for (Json.Obj tool : Trees.children(body, "tools")) {
      for (Json.Obj function : Trees.children(tool, "functionDeclarations")) {
        check(Trees.child(function, "parameters"), "tools[0].function_declarations[0].parameters");
      }
    }
    check(
        Trees.child(Trees.child(body, "generationConfig"), "responseSchema"),
        "generation_config.response_schema");
  }

  private static void check(Json.Obj schema, String place) {
    if (schema.fields().isEmpty()) {
      return;
    }
    Trees.checkFields(
        schema,
        KEYWORDS,
        "Invalid JSON payload received. Unknown name \"%s\" at '"
            + place
            + "': Cannot find field.");
    if (schema.fields().get("type") instanceof Json.Arr) {
      throw new Wrong(
          400,
          "Invalid value at '"
              + place
              + ".type': Proto field is not repeating, cannot start list.");
    }
    check(Trees.child(schema, "items"), place + ".items");
    Trees.children(schema, "anyOf").forEach(member -> check(member, place + ".any_of"));
    Trees.child(schema, "properties")
        .fields()
        .forEach((name, property) -> {
          if (property instanceof Json.Obj inner) {
            check(inner, place + ".properties[" + name + "]");
          }
        });
  }
}
