package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cohere's `/v2/chat`.
final class CohereWire implements Wire {
  private static final Set<String> FIELDS =
      Set.of(
          ("citation_options documents frequency_penalty k logprobs max_tokens messages model p"
                  + " presence_penalty priority response_format safety_mode seed stop_sequences"
                  + " stream strict_tools temperature thinking tool_choice tools")
              .split(" "));
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  @Override
  public Vendor vendor() {
    return Vendor.COHERE;
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    Trees.checkFields(body, FIELDS, "invalid request: unknown field '%s'");
    String model = Trees.text(body, "model");
    List<Json.Obj> messages = Trees.children(body, "messages");
    if (model.isEmpty() || messages.isEmpty()) {
      throw new Wrong(400, "invalid request: model and at least one message must be specified");
    }
    messages.forEach(CohereWire::check);
    checkResults(messages);
    Json.Obj last = messages.getLast();
    Json.Obj format = Trees.child(body, "response_format");
    boolean json = Trees.text(format, "type").equals("json_object");
    return new Asked(
        model,
        Trees.text(last, "role").equals("user") ? Trees.content(last, "content") : "",
        Trees.flag(body, "stream"),
        true,
        messages.stream().mapToInt(m -> Answer.tokens(Trees.content(m, "content"))).sum(),
        new Asked.Wishes(
            json ? schema(format) : null,
            json,
            Trees.children(body, "tools").stream()
                .map(tool -> SchemaSample.call(Trees.child(tool, "function"), "parameters"))
                .toList(),
            Trees.text(body, "tool_choice").equals("REQUIRED"),
            Trees.number(body, "max_tokens"),
            Trees.texts(body, "stop_sequences")));
  }

  private static Json.@Nullable Obj schema(Json.Obj format) {
    for (String name : List.of("json_schema", "schema")) {
      if (format.fields().get(name) instanceof Json.Obj schema) {
        return schema;
      }
    }
    return null;
  }

  private static void check(Json.Obj message) {
    String role = Trees.text(message, "role");
    if (!ROLES.contains(role)) {
      throw new Wrong(400, "invalid request: unknown role '" + role + "'");
    }
    for (Json.Obj call : Trees.children(message, "tool_calls")) {
      if (!(Trees.child(call, "function").fields().get("arguments") instanceof Json.Str)) {
        throw new Wrong(400, "invalid request: tool call arguments must be a string");
      }
    }
  }

  private static void checkResults(List<Json.Obj> messages) {
    List<String> open = new ArrayList<>();
    for (Json.Obj message : messages) {
      String role = Trees.text(message, "role");
      if (role.equals("tool") && !open.remove(Trees.text(message, "tool_call_id"))) {
        throw new Wrong(400, "invalid request: tool_call_id of a tool message names no open call");
      }
      if (!role.equals("tool") && !open.isEmpty()) {
        throw new Wrong(400, "invalid request: all tool calls must have a tool message");
      }
      Trees.children(message, "tool_calls").forEach(call -> open.add(Trees.text(call, "id")));
    }
    if (!open.isEmpty()) {
      throw new Wrong(400, "invalid request: all tool calls must have a tool message");
    }
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    Json.Obj message = object("role", "assistant");
    List<Json> content = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      content.add(object("type", "thinking", "thinking", answer.thinking()));
    }
    if (!answer.text().isEmpty() && answer.calls().isEmpty()) {
      content.add(object("type", "text", "text", answer.text()));
    }
    if (!content.isEmpty()) {
      message = message.with("content", new Json.Arr(content));
    }
    if (!answer.calls().isEmpty()) {
      List<Json> calls = new ArrayList<>();
      for (int i = 0; i < answer.calls().size(); i++) {
        calls.add(call(answer, reply, i, answer.calls().get(i).arguments().text()));
      }
      message = message.with("tool_calls", new Json.Arr(calls));
      if (!answer.text().isEmpty()) {
        message = message.with("tool_plan", new Json.Str(answer.text()));
      }
    }
    Json.Obj response =
        object("id", reply.id(), "finish_reason", finish(answer), "message", message);
    return reply.counts() ? response.with("usage", usage(asked, answer)) : response;
  }

  private static Json call(Answer answer, Reply reply, int index, String arguments) {
    String name = answer.calls().get(index).name();
    return object(
        "id",
        name + "_" + reply.id().substring(0, 8) + index,
        "type",
        "function",
        "function",
        object("name", name, "arguments", arguments));
  }

  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case END, REFUSED -> "COMPLETE";
      case STOP_STRING -> "STOP_SEQUENCE";
      case LENGTH -> "MAX_TOKENS";
      case TOOLS -> "TOOL_CALL";
      case BLOCKED -> "ERROR";
    };
  }

  /// What is billed is less than what is read: the frame round a conversation is free.
  private static Json usage(Asked asked, Answer answer) {
    int input = asked.inputTokens() + answer.cacheRead() + answer.cacheWritten();
    return object(
        "billed_units",
        object("input_tokens", input, "output_tokens", answer.outputTokens()),
        "tokens",
        object("input_tokens", input + 60, "output_tokens", answer.outputTokens()),
        "cached_tokens",
        answer.cacheRead());
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    Json empty =
        object(
            "role",
            "assistant",
            "content",
            List.of(),
            "tool_plan",
            "",
            "tool_calls",
            List.of(),
            "citations",
            List.of());
    add(events, "message-start", "id", reply.id(), "delta", object("message", empty));
    int index = 0;
    if (!answer.thinking().isEmpty()) {
      content(events, index++, "thinking", List.of(answer.thinking()));
    }
    if (answer.calls().isEmpty() && !answer.text().isEmpty()) {
      content(events, index, "text", answer.pieces());
    }
    if (!answer.calls().isEmpty()) {
      for (String piece : answer.pieces()) {
        add(events, "tool-plan-delta", "delta", message("tool_plan", new Json.Str(piece)));
      }
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      call(events, answer, reply, i);
    }
    if (reply.finish()) {
      Json.Obj delta = object("finish_reason", finish(answer));
      add(
          events,
          "message-end",
          "id",
          reply.id(),
          "delta",
          reply.counts() ? delta.with("usage", usage(asked, answer)) : delta);
    }
    return events;
  }

  private static void content(List<Event> events, int index, String kind, List<String> pieces) {
    Json start = object("type", kind, kind, "");
    add(events, "content-start", "index", index, "delta", message("content", start));
    for (String piece : pieces) {
      Json delta = object(kind, piece);
      add(events, "content-delta", "index", index, "delta", message("content", delta));
    }
    add(events, "content-end", "index", index);
  }

  private static void call(List<Event> events, Answer answer, Reply reply, int index) {
    Json start = call(answer, reply, index, "");
    add(events, "tool-call-start", "index", index, "delta", message("tool_calls", start));
    String arguments = answer.calls().get(index).arguments().text();
    int half = arguments.length() / 2;
    for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
      Json delta = object("function", object("arguments", piece));
      add(events, "tool-call-delta", "index", index, "delta", message("tool_calls", delta));
    }
    add(events, "tool-call-end", "index", index);
  }

  private static Json message(String name, Json value) {
    return object("message", object(name, value));
  }

  private static void add(List<Event> events, String type, Object... namesAndValues) {
    Json.Obj data = object("type", type);
    for (var field : object(namesAndValues).fields().entrySet()) {
      data = data.with(field.getKey(), field.getValue());
    }
    events.add(Event.of(type, data));
  }

  /// Cohere's streams have no event for errors; they end with this reason.
  @Override
  public Event errorEvent(Wrong wrong) {
    String reason = wrong.status() == 504 ? "TIMEOUT" : "ERROR";
    return Event.of(
        "message-end",
        object(
            "type",
            "message-end",
            "delta",
            object("finish_reason", reason, "error", wrong.text())));
  }
}
