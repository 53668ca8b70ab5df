package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Mistral's chat completions: OpenAI's shape, without patience for anything else in a request.
final class MistralWire implements Wire {
  private static final String UNKNOWN = "body.%s%%s: Extra inputs are not permitted";
  private static final Pattern CALL_ID = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final Set<String> FIELDS =
      Set.of(
          ("model messages temperature top_p max_tokens stream stop random_seed response_format"
                  + " tools tool_choice presence_penalty frequency_penalty n prediction"
                  + " parallel_tool_calls prompt_mode reasoning_effort safe_prompt metadata"
                  + " guardrails prompt_cache_key")
              .split(" "));
  private static final Map<String, Set<String>> MESSAGE_FIELDS =
      Map.of(
          "system", Set.of("role", "content"),
          "user", Set.of("role", "content"),
          "assistant", Set.of("role", "content", "tool_calls", "prefix"),
          "tool", Set.of("role", "content", "tool_call_id", "name"));

  @Override
  public Vendor vendor() {
    return Vendor.MISTRAL;
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    Trees.checkFields(422, body, FIELDS, UNKNOWN.formatted(""));
    String model = Trees.text(body, "model");
    List<Json.Obj> messages = Trees.children(body, "messages");
    if (model.isEmpty() || messages.isEmpty()) {
      throw new Wrong(422, "body.model and body.messages: Field required");
    }
    messages.forEach(MistralWire::checkMessage);
    checkResults(messages);
    Json.Obj last = messages.getLast();
    if (!Set.of("user", "tool").contains(Trees.text(last, "role")) && !Trees.flag(last, "prefix")) {
      throw new Wrong(
          400,
          "Expected last role User or Tool (or Assistant with prefix True) for serving but got "
              + Trees.text(last, "role"));
    }
    Json.Obj format = Trees.child(body, "response_format");
    Json choice = body.fields().get("tool_choice");
    return new Asked(
        model,
        Trees.text(last, "role").equals("user") ? Trees.content(last, "content") : "",
        Trees.flag(body, "stream"),
        true,
        messages.stream().mapToInt(m -> Answer.tokens(Trees.content(m, "content"))).sum(),
        new Asked.Wishes(
            Trees.text(format, "type").equals("json_schema")
                ? Trees.child(Trees.child(format, "json_schema"), "schema")
                : null,
            Trees.text(format, "type").equals("json_object"),
            Trees.children(body, "tools").stream()
                .map(tool -> SchemaSample.call(Trees.child(tool, "function"), "parameters"))
                .toList(),
            choice instanceof Json.Obj
                || new Json.Str("any").equals(choice)
                || new Json.Str("required").equals(choice),
            Trees.number(body, "max_tokens"),
            Trees.texts(body, "stop")));
  }

  private static void checkMessage(Json.Obj message) {
    String role = Trees.text(message, "role");
    Set<String> known = MESSAGE_FIELDS.get(role);
    if (known == null) {
      throw new Wrong(422, "body.messages.role: unknown role '" + role + "'");
    }
    Trees.checkFields(422, message, known, UNKNOWN.formatted("messages." + role + "."));
    List<String> ids = new ArrayList<>();
    Trees.children(message, "tool_calls").forEach(call -> ids.add(Trees.text(call, "id")));
    if (role.equals("tool")) {
      ids.add(Trees.text(message, "tool_call_id"));
    }
    for (String id : ids) {
      if (!CALL_ID.matcher(id).matches()) {
        throw new Wrong(
            400,
            "Tool call id was %s but must be a-z, A-Z, 0-9, with a length of 9.".formatted(id),
            "invalid_request_invalid_args");
      }
    }
  }

  private static void checkResults(List<Json.Obj> messages) {
    int open = 0;
    for (Json.Obj message : messages) {
      switch (Trees.text(message, "role")) {
        case "assistant" -> open = Trees.children(message, "tool_calls").size();
        case "tool" -> open--;
        default -> {
          if (open != 0) {
            throw new Wrong(400, "Not the same number of function calls and responses");
          }
        }
      }
    }
    if (open != 0) {
      throw new Wrong(400, "Not the same number of function calls and responses");
    }
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    Json.Obj message = object("role", "assistant", "content", content(answer));
    message =
        message.with(
            "tool_calls",
            answer.calls().isEmpty() ? new Json.Null() : new Json.Arr(calls(answer, reply)));
    Json.Obj choice = object("index", 0, "message", message, "finish_reason", finish(answer));
    Json.Obj completion =
        head(asked, reply, "chat.completion").with("choices", new Json.Arr(List.of(choice)));
    return reply.counts() ? completion.with("usage", usage(asked, answer)) : completion;
  }

  /// A string, or chunks when there is reasoning before it.
  private static Json content(Answer answer) {
    return answer.thinking().isEmpty()
        ? new Json.Str(answer.text())
        : Json.of(
            List.of(thinking(answer.thinking()), object("type", "text", "text", answer.text())));
  }

  private static Json thinking(String text) {
    return object("type", "thinking", "thinking", List.of(object("type", "text", "text", text)));
  }

  private static List<Json> calls(Answer answer, Reply reply) {
    List<Json> calls = new ArrayList<>();
    for (int i = 0; i < answer.calls().size(); i++) {
      Script.Call call = answer.calls().get(i);
      calls.add(
          object(
              "id",
              reply.id().substring(0, 8) + i,
              "type",
              "function",
              "index",
              i,
              "function",
              object("name", call.name(), "arguments", call.arguments().text())));
    }
    return calls;
  }

  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case END, STOP_STRING, REFUSED, BLOCKED -> "stop";
      case LENGTH -> "length";
      case TOOLS -> "tool_calls";
    };
  }

  private static Json usage(Asked asked, Answer answer) {
    int prompt = asked.inputTokens() + answer.cacheRead() + answer.cacheWritten();
    return object(
        "prompt_tokens",
        prompt,
        "completion_tokens",
        answer.outputTokens(),
        "total_tokens",
        prompt + answer.outputTokens(),
        "prompt_tokens_details",
        object("cached_tokens", answer.cacheRead()));
  }

  private static Json.Obj head(Asked asked, Reply reply, String kind) {
    return object(
        "id", reply.id(), "object", kind, "created", reply.created(), "model", asked.model());
  }

  /// Tool calls come whole, in the chunk that says why the answer ends, and so does the usage.
  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    events.add(chunk(asked, reply, object("role", "assistant", "content", ""), null));
    if (!answer.thinking().isEmpty()) {
      events.add(
          chunk(asked, reply, object("content", List.of(thinking(answer.thinking()))), null));
    }
    for (String piece : answer.pieces()) {
      events.add(chunk(asked, reply, object("content", piece), null));
    }
    Json.Obj last = object("content", "");
    if (!answer.calls().isEmpty()) {
      last = last.with("tool_calls", new Json.Arr(calls(answer, reply)));
    }
    Event end = chunk(asked, reply, last, reply.finish() ? finish(answer) : null);
    events.add(
        reply.counts()
            ? Event.of(((Json.Obj) Json.parse(end.data())).with("usage", usage(asked, answer)))
            : end);
    if (reply.done()) {
      events.add(new Event("", "[DONE]"));
    }
    return events;
  }

  private static Event chunk(Asked asked, Reply reply, Json delta, @Nullable String finish) {
    Json choice = object("index", 0, "delta", delta, "finish_reason", finish);
    return Event.of(
        head(asked, reply, "chat.completion.chunk").with("choices", Json.of(List.of(choice))));
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.MISTRAL, wrong));
  }
}
