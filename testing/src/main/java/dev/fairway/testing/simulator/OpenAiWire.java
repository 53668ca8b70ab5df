package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chat completions, as of OpenAI's published document 2.3.0.
final class OpenAiWire implements Wire {
  private static final int MAX_CHOICES = 128;

  /// Every field of the request, and three that compatible servers add.
  private static final Set<String> FIELDS =
      Set.of(
          ("audio frequency_penalty function_call functions logit_bias logprobs"
                  + " max_completion_tokens max_tokens messages metadata modalities model"
                  + " moderation n parallel_tool_calls prediction presence_penalty"
                  + " prompt_cache_key prompt_cache_options prompt_cache_retention"
                  + " reasoning_effort response_format safety_identifier seed service_tier stop"
                  + " store stream stream_options temperature tool_choice tools top_logprobs top_p"
                  + " user verbosity web_search_options top_k min_p repetition_penalty")
              .split(" "));

  @Override
  public Vendor vendor() {
    return Vendor.OPENAI;
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    Trees.checkFields(body, FIELDS, "Unrecognized request argument supplied: %s");
    String model = Trees.text(body, "model");
    if (model.isEmpty()) {
      throw new Wrong(400, "you must provide a model parameter");
    }
    List<Json.Obj> messages = Trees.children(body, "messages");
    if (messages.isEmpty()) {
      throw new Wrong(400, "[] is too short - 'messages'");
    }
    OpenAiTurns.check(messages);
    OpenAiTurns.checkTools(body);
    Json.Obj last = messages.getLast();
    Json.Obj format = Trees.child(body, "response_format");
    Json choice = body.fields().get("tool_choice");
    return new Asked(
        model,
        Trees.text(last, "role").equals("user") ? Trees.content(last, "content") : "",
        Trees.flag(body, "stream"),
        Trees.flag(Trees.child(body, "stream_options"), "include_usage"),
        messages.stream().mapToInt(m -> Answer.tokens(Trees.content(m, "content"))).sum(),
        new Asked.Wishes(
            schema(format),
            Trees.text(format, "type").equals("json_object"),
            Trees.children(body, "tools").stream()
                .map(tool -> Trees.child(tool, "function"))
                .map(tool -> SchemaSample.call(tool, "parameters"))
                .toList(),
            choice instanceof Json.Obj || new Json.Str("required").equals(choice),
            Math.max(Trees.number(body, "max_completion_tokens"), Trees.number(body, "max_tokens")),
            Trees.texts(body, "stop"),
            count(body)));
  }

  private static int count(Json.Obj body) {
    int count = body.fields().containsKey("n") ? Trees.number(body, "n") : 1;
    if (count < 1 || count > MAX_CHOICES) {
      throw new Wrong(400, "Invalid 'n': must be 1 to " + MAX_CHOICES);
    }
    return count;
  }

  private static Json.@Nullable Obj schema(Json.Obj format) {
    return Trees.text(format, "type").equals("json_schema")
        ? Trees.child(Trees.child(format, "json_schema"), "schema")
        : null;
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    Json.Obj message =
        object(
            "role", "assistant",
            "content", answer.refused() || answer.text().isEmpty() ? null : answer.text(),
            "refusal", answer.refused() ? answer.text() : null);
    if (!answer.thinking().isEmpty()) {
      message = message.with("reasoning_content", new Json.Str(answer.thinking()));
    }
    if (!answer.calls().isEmpty()) {
      List<Json> calls = new ArrayList<>();
      for (int i = 0; i < answer.calls().size(); i++) {
        calls.add(call(answer.calls().get(i), reply.id(), i));
      }
      message = message.with("tool_calls", new Json.Arr(calls));
    }
    List<Json> choices = new ArrayList<>();
    for (int i = 0; i < asked.wishes().count(); i++) {
      choices.add(
          object(
              "index", i, "message", message, "logprobs", null, "finish_reason", finish(answer)));
    }
    Json.Obj completion =
        object(
            "id",
            "chatcmpl-" + reply.id(),
            "object",
            "chat.completion",
            "created",
            reply.created(),
            "model",
            asked.model(),
            "choices",
            choices);
    return reply.counts() ? completion.with("usage", usage(asked, answer)) : completion;
  }

  private static Json.Obj call(Script.Call call, String id, int index) {
    return object(
        "id",
        "call_" + id + "_" + index,
        "type",
        "function",
        "function",
        object("name", call.name(), "arguments", call.arguments().text()));
  }

  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case END, STOP_STRING, REFUSED -> "stop";
      case LENGTH -> "length";
      case TOOLS -> "tool_calls";
      case BLOCKED -> "content_filter";
    };
  }

  /// Here what was cached is part of the prompt's tokens.
  private static Json usage(Asked asked, Answer answer) {
    int prompt = asked.inputTokens() + answer.cacheRead() + answer.cacheWritten();
    int count = asked.wishes().count();
    int output = answer.outputTokens() * count;
    Json.Obj details = object("cached_tokens", answer.cacheRead());
    return object(
        "prompt_tokens",
        prompt,
        "completion_tokens",
        output,
        "total_tokens",
        prompt + output,
        "prompt_tokens_details",
        answer.cacheWritten() == 0
            ? details
            : details.with("cache_write_tokens", new Json.Num(answer.cacheWritten())),
        "completion_tokens_details",
        object("reasoning_tokens", answer.thinkingTokens() * count));
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    boolean counts = asked.wantsUsage() && reply.counts();
    add(events, asked, reply, counts, object("role", "assistant", "content", ""), null);
    if (!answer.thinking().isEmpty()) {
      add(events, asked, reply, counts, object("reasoning_content", answer.thinking()), null);
    }
    String field = answer.refused() ? "refusal" : "content";
    for (String piece : answer.pieces()) {
      add(events, asked, reply, counts, object(field, piece), null);
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      for (Json delta : callDeltas(answer.calls().get(i), reply.id(), i)) {
        add(events, asked, reply, counts, object("tool_calls", List.of(delta)), null);
      }
    }
    if (reply.finish()) {
      add(events, asked, reply, counts, object(), finish(answer));
    }
    if (counts) {
      events.add(
          Event.of(
              chunk(asked, reply)
                  .with("choices", new Json.Arr(List.of()))
                  .with("usage", usage(asked, answer))));
    }
    if (reply.done()) {
      events.add(new Event("", "[DONE]"));
    }
    return events;
  }

  /// Id and name first, then the arguments in two pieces.
  private static List<Json> callDeltas(Script.Call call, String id, int index) {
    Json.Obj head =
        object(
            "index",
            index,
            "id",
            "call_" + id + "_" + index,
            "type",
            "function",
            "function",
            object("name", call.name(), "arguments", ""));
    String arguments = call.arguments().text();
    int half = arguments.length() / 2;
    return List.of(
        head,
        object("index", index, "function", object("arguments", arguments.substring(0, half))),
        object("index", index, "function", object("arguments", arguments.substring(half))));
  }

  private static void add(
      List<Event> events,
      Asked asked,
      Reply reply,
      boolean counts,
      Json.Obj delta,
      @Nullable String finish) {
    Json early =
        reply.zeroFirst()
            ? object("prompt_tokens", 0, "completion_tokens", 0, "total_tokens", 0)
            : new Json.Null();
    for (int i = 0; i < asked.wishes().count(); i++) {
      Json choice = object("index", i, "delta", delta, "logprobs", null, "finish_reason", finish);
      Json.Obj chunk = chunk(asked, reply).with("choices", new Json.Arr(List.of(choice)));
      events.add(Event.of(counts ? chunk.with("usage", early) : chunk));
    }
  }

  private static Json.Obj chunk(Asked asked, Reply reply) {
    return object(
        "id",
        "chatcmpl-" + reply.id(),
        "object",
        "chat.completion.chunk",
        "created",
        reply.created(),
        "model",
        asked.model());
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.OPENAI, wrong));
  }
}
