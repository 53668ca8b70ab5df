package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What OpenAI demands of a conversation and of tools: results right after their calls and in text,
/// pictures from users only.
final class OpenAiTurns {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private OpenAiTurns() {}

  static void check(List<Json.Obj> messages) {
    List<String> open = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Json.Obj message = messages.get(i);
      String role = Trees.text(message, "role");
      if (!ROLES.contains(role)) {
        throw new Wrong(400, "Invalid value for role: '" + role + "'");
      }
      if (role.equals("tool")) {
        checkResult(message, open, i);
      } else if (!open.isEmpty()) {
        throw unanswered(open);
      }
      checkParts(message, role, i);
      for (Json.Obj call : Trees.children(message, "tool_calls")) {
        checkCall(call);
        open.add(Trees.text(call, "id"));
      }
    }
    if (!open.isEmpty()) {
      throw unanswered(open);
    }
  }

  private static void checkResult(Json.Obj message, List<String> open, int index) {
    String id = Trees.text(message, "tool_call_id");
    if (id.isEmpty()) {
      throw new Wrong(400, "Missing parameter 'tool_call_id'");
    }
    if (!open.remove(id)) {
      throw new Wrong(
          400,
          "Invalid parameter: messages[%d] with role 'tool' must be a response to a preceding message with 'tool_calls'."
              .formatted(index));
    }
  }

  private static Wrong unanswered(List<String> open) {
    return new Wrong(
        400,
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
            + String.join(", ", open));
  }

  private static void checkParts(Json.Obj message, String role, int index) {
    for (Json.Obj part : Trees.children(message, "content")) {
      String type = Trees.text(part, "type");
      boolean known =
          switch (type) {
            case "text" -> true;
            case "refusal" -> role.equals("assistant");
            case "image_url", "input_audio", "file" -> role.equals("user");
            default -> false;
          };
      if (!known) {
        throw new Wrong(
            400,
            "Invalid value: '%s' at messages[%d].content for role '%s'."
                .formatted(type, index, role));
      }
    }
  }

  private static void checkCall(Json.Obj call) {
    boolean custom = Trees.text(call, "type").equals("custom");
    if (!custom && !(Trees.child(call, "function").fields().get("arguments") instanceof Json.Str)) {
      throw new Wrong(400, "Invalid type for 'tool_calls.function.arguments': expected a string");
    }
  }

  static void checkTools(Json.Obj body) {
    List<Json.Obj> tools = Trees.children(body, "tools");
    if (tools.isEmpty() && body.fields().containsKey("tools")) {
      throw new Wrong(
          400, "Invalid 'tools': empty array. Expected an array with minimum length 1.");
    }
    if (tools.isEmpty() && body.fields().containsKey("tool_choice")) {
      throw new Wrong(
          400, "Invalid value for 'tool_choice': only allowed when 'tools' are specified.");
    }
    for (Json.Obj tool : tools) {
      String name = Trees.text(Trees.child(tool, "function"), "name");
      if (Trees.text(tool, "type").equals("function") && !TOOL_NAME.matcher(name).matches()) {
        throw new Wrong(
            400,
            "Invalid 'tools.function.name': string does not match pattern. Expected a string that"
                + " matches the pattern '^[a-zA-Z0-9_-]+$' of at most 64 characters.");
      }
    }
  }
}
