package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ollama's own `/api/chat`: a line of JSON per piece, tool arguments as objects, and a stream
/// unless the request says otherwise. Fields that it does not know it ignores.
final class OllamaWire implements Wire {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  @Override
  public Vendor vendor() {
    return Vendor.OLLAMA;
  }

  @Override
  public Framing framing(Received request) {
    return Framing.LINES;
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    String model = Trees.text(body, "model");
    if (model.isEmpty()) {
      throw new Wrong(400, "model is required");
    }
    List<Json.Obj> messages = Trees.children(body, "messages");
    messages.forEach(OllamaWire::check);
    Json.Obj last = messages.isEmpty() ? Json.object() : messages.getLast();
    Json.Obj options = Trees.child(body, "options");
    Json format = body.fields().get("format");
    return new Asked(
        model,
        Trees.text(last, "role").equals("user") ? Trees.text(last, "content") : "",
        !body.fields().containsKey("stream") || Trees.flag(body, "stream"),
        true,
        messages.stream().mapToInt(m -> Answer.tokens(Trees.text(m, "content"))).sum(),
        new Asked.Wishes(
            format instanceof Json.Obj schema ? schema : null,
            new Json.Str("json").equals(format),
            Trees.children(body, "tools").stream()
                .map(tool -> SchemaSample.call(Trees.child(tool, "function"), "parameters"))
                .toList(),
            false,
            Math.max(0, Trees.number(options, "num_predict")),
            Trees.texts(options, "stop")));
  }

  private static void check(Json.Obj message) {
    if (!ROLES.contains(Trees.text(message, "role"))) {
      throw new Wrong(400, "invalid role: " + Trees.text(message, "role"));
    }
    Json content = message.fields().getOrDefault("content", new Json.Str(""));
    if (!(content instanceof Json.Str)) {
      throw new Wrong(
          400,
          "json: cannot unmarshal array into Go struct field ChatRequest.messages.content of type"
              + " string");
    }
    for (Json.Obj call : Trees.children(message, "tool_calls")) {
      Json arguments = Trees.child(call, "function").fields().get("arguments");
      if (arguments != null && !(arguments instanceof Json.Obj)) {
        throw new Wrong(
            400,
            "json: cannot unmarshal string into Go struct field"
                + " ChatRequest.messages.tool_calls.function.arguments of type"
                + " api.ToolCallFunctionArguments");
      }
    }
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    Json.Obj message = object("role", "assistant", "content", answer.text());
    if (!answer.thinking().isEmpty()) {
      message = message.with("thinking", new Json.Str(answer.thinking()));
    }
    if (!answer.calls().isEmpty()) {
      message = message.with("tool_calls", new Json.Arr(calls(answer)));
    }
    return line(asked, reply, message, finish(answer), usage(asked, answer, reply));
  }

  private static List<Json> calls(Answer answer) {
    List<Json> calls = new ArrayList<>();
    for (int i = 0; i < answer.calls().size(); i++) {
      Script.Call call = answer.calls().get(i);
      calls.add(
          object(
              "function", object("index", i, "name", call.name(), "arguments", call.arguments())));
    }
    return calls;
  }

  /// A turn of tool calls ends like any other.
  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return answer.ending() == Answer.Ending.LENGTH ? "length" : "stop";
  }

  private static Json.Obj usage(Asked asked, Answer answer, Reply reply) {
    Json.Obj times = object("total_duration", 3_000_000, "load_duration", 1_000_000);
    return reply.counts()
        ? times
            .with("prompt_eval_count", new Json.Num(asked.inputTokens()))
            .with("prompt_eval_duration", new Json.Num(1_000_000))
            .with("eval_count", new Json.Num(answer.outputTokens()))
            .with("eval_duration", new Json.Num(1_000_000))
        : times;
  }

  private static Json line(
      Asked asked, Reply reply, Json message, @Nullable String reason, Json.Obj more) {
    Json.Obj line =
        object(
            "model", asked.model(),
            "created_at", Instant.ofEpochSecond(reply.created()).toString(),
            "message", message);
    if (reason != null) {
      line = line.with("done_reason", new Json.Str(reason));
    }
    line = line.with("done", new Json.Bool(reason != null));
    for (var field : more.fields().entrySet()) {
      line = line.with(field.getKey(), field.getValue());
    }
    return line;
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      add(events, asked, reply, object("content", "", "thinking", answer.thinking()));
    }
    answer.pieces().forEach(piece -> add(events, asked, reply, object("content", piece)));
    for (Json call : calls(answer)) {
      add(events, asked, reply, object("content", "", "tool_calls", List.of(call)));
    }
    if (reply.finish()) {
      Json message = object("role", "assistant", "content", "");
      events.add(
          Event.of(line(asked, reply, message, finish(answer), usage(asked, answer, reply))));
    }
    return events;
  }

  private static void add(List<Event> events, Asked asked, Reply reply, Json.Obj message) {
    Json whole = message.with("role", new Json.Str("assistant"));
    events.add(Event.of(line(asked, reply, whole, null, Json.object())));
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.OLLAMA, wrong));
  }
}
