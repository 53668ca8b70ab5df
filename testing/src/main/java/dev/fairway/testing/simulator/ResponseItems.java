package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The `input` of a call to `/v1/responses`.
final class ResponseItems {
  private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");

  private ResponseItems() {}

  static List<Json.Obj> of(Json.Obj body) {
    List<Json.Obj> items =
        body.fields().get("input") instanceof Json.Str(var text)
            ? List.of(object("role", "user", "content", text))
            : Trees.children(body, "input");
    if (items.isEmpty() && Trees.text(body, "previous_response_id").isEmpty()) {
      throw new Wrong(400, "Missing required parameter: 'input'.");
    }
    for (int i = 0; i < items.size(); i++) {
      check(items.get(i), "input[%d]".formatted(i));
    }
    return items;
  }

  private static void check(Json.Obj item, String place) {
    String type = Trees.text(item, "type");
    switch (type) {
      case "", "message" -> {
        String role = Trees.text(item, "role");
        if (!ROLES.contains(role)) {
          throw new Wrong(400, "Invalid value: '" + role + "' at '" + place + ".role'.");
        }
        String wanted = role.equals("assistant") ? "output_text" : "input_text";
        for (Json.Obj part : Trees.children(item, "content")) {
          String kind = Trees.text(part, "type");
          if (kind.endsWith("put_text") && !kind.equals(wanted)) {
            throw new Wrong(
                400,
                "Invalid value: '%s' at '%s.content'. Supported values are: '%s'."
                    .formatted(kind, place, wanted));
          }
        }
      }
      case "function_call" -> {
        if (!(item.fields().get("arguments") instanceof Json.Str)) {
          throw new Wrong(400, "Invalid type for '" + place + ".arguments': expected a string");
        }
      }
      default -> {}
    }
  }

  /// Every result belongs to a call, and every call has a result.
  ///
  /// @param before ids of the calls in the response that this one builds on
  static void checkCalls(List<Json.Obj> items, List<String> before) {
    List<String> calls = new ArrayList<>(before);
    calls.addAll(ids(items, "function_call"));
    List<String> results = ids(items, "function_call_output");
    for (String id : results) {
      if (!calls.contains(id)) {
        throw new Wrong(
            400, "No tool call found for function call output with call_id %s.".formatted(id));
      }
    }
    for (String id : calls) {
      if (!results.contains(id)) {
        throw new Wrong(400, "No tool output found for function call %s.".formatted(id));
      }
    }
  }

  private static List<String> ids(List<Json.Obj> items, String type) {
    return items.stream()
        .filter(item -> Trees.text(item, "type").equals(type))
        .map(item -> Trees.text(item, "call_id"))
        .toList();
  }

  static String lastText(List<Json.Obj> items) {
    return !items.isEmpty() && Trees.text(items.getLast(), "role").equals("user")
        ? text(items.getLast())
        : "";
  }

  static String text(Json.Obj item) {
    if (item.fields().get("content") instanceof Json.Str(var text)) {
      return text;
    }
    StringBuilder text = new StringBuilder(Trees.text(item, "output"));
    Trees.children(item, "content").forEach(part -> text.append(Trees.text(part, "text")));
    return text.toString();
  }
}
