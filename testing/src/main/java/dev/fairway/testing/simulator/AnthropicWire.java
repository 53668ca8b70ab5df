package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Messages, in both API versions.
final class AnthropicWire implements Wire {
  private static final String OLD = "2023-06-01";
  private static final String NEW = "2026-10-21";
  private static final int MIN_THINKING_BUDGET = 1_024;
  private static final Pattern OLDER_MODEL = Pattern.compile("^claude-([a-z]+-4|3)");
  private static final Set<String> COUNTING_FIELDS =
      Set.of(
          "messages model cache_control output_config speed system thinking tool_choice tools"
              .split(" "));
  private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");
  private static final Set<String> FIELDS =
      Set.of(
          ("model max_tokens messages cache_control container diagnostics inference_geo metadata"
                  + " output_config service_tier speed stop_sequences stream system thinking"
                  + " tool_choice tools user_profile_id workspace_id temperature top_p top_k")
              .split(" "));

  @Override
  public Vendor vendor() {
    return Vendor.ANTHROPIC;
  }

  static Json countTokens(Received request) {
    return object("input_tokens", new AnthropicWire().read(request).inputTokens());
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    String version = request.header("anthropic-version").orElse("");
    if (!version.equals(OLD) && !version.equals(NEW)) {
      throw new Wrong(400, "anthropic-version: header is required");
    }
    boolean counting = request.path().endsWith("/count_tokens");
    Trees.checkFields(
        body, counting ? COUNTING_FIELDS : FIELDS, "%s: Extra inputs are not permitted");
    if (version.equals(NEW)) {
      checkSampling(body, Trees.text(body, "model"));
    }
    if (!counting) {
      checkThinking(body);
    }
    return asked(body, counting, version);
  }

  private static Asked asked(Json.Obj body, boolean counting, String version) {
    String model = Trees.text(body, "model");
    if (model.isEmpty()) {
      throw new Wrong(400, "model: Field required");
    }
    if (!counting && !(body.fields().get("max_tokens") instanceof Json.Num)) {
      throw new Wrong(400, "max_tokens: Field required");
    }
    List<Json.Obj> messages = Trees.children(body, "messages");
    if (messages.isEmpty()) {
      throw new Wrong(400, "messages: at least one message is required");
    }
    AnthropicTurns.check(messages, version.equals(NEW));
    Json.Obj last = messages.getLast();
    Json.Obj format = Trees.child(Trees.child(body, "output_config"), "format");
    int tokens =
        Answer.tokens(Trees.content(body, "system"))
            + messages.stream().mapToInt(m -> Answer.tokens(Trees.content(m, "content"))).sum();
    String choice = Trees.text(Trees.child(body, "tool_choice"), "type");
    return new Asked(
        model,
        Trees.text(last, "role").equals("user") ? Trees.content(last, "content") : "",
        Trees.flag(body, "stream"),
        true,
        tokens,
        new Asked.Wishes(
            Trees.text(format, "type").equals("json_schema") ? Trees.child(format, "schema") : null,
            false,
            Trees.children(body, "tools").stream()
                .map(tool -> SchemaSample.call(tool, "input_schema"))
                .toList(),
            choice.equals("any") || choice.equals("tool"),
            Trees.number(body, "max_tokens"),
            Trees.texts(body, "stop_sequences")));
  }

  /// Of the new version and of new models sampling is none of the caller's business; the values
  /// that they had by default may still be sent.
  private static void checkSampling(Json.Obj body, String model) {
    if (OLDER_MODEL.matcher(model).find()) {
      return;
    }
    for (String name : SAMPLING) {
      Json value = body.fields().get(name);
      boolean byDefault =
          value instanceof Json.Num(var number)
              && number.compareTo(BigDecimal.ONE) == 0
              && !name.equals("top_k");
      if (value != null && !byDefault) {
        throw new Wrong(400, "`" + name + "` is not supported for this model");
      }
    }
  }

  private static void checkThinking(Json.Obj body) {
    Json.Obj thinking = Trees.child(body, "thinking");
    int budget = Trees.number(thinking, "budget_tokens");
    switch (Trees.text(thinking, "type")) {
      case "enabled" -> {
        if (budget < MIN_THINKING_BUDGET) {
          throw new Wrong(
              400, "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }
        if (budget >= Trees.number(body, "max_tokens")) {
          throw new Wrong(400, "`max_tokens` must be greater than `thinking.budget_tokens`");
        }
      }
      case "", "adaptive", "disabled", "between_tools" -> {}
      default -> throw new Wrong(400, "thinking.type: unknown");
    }
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    List<Json> blocks = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      blocks.add(
          answer.hidden()
              ? redacted(answer.thinking())
              : thinking(answer.thinking(), HashVectors.signature(answer.thinking())));
    }
    if (!answer.text().isEmpty()) {
      blocks.add(text(answer.text()));
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      Script.Call call = answer.calls().get(i);
      blocks.add(toolUse(call, reply.id(), i, call.arguments()));
    }
    Json.Obj message =
        head(asked, reply, blocks)
            .with("stop_reason", new Json.Str(stop(answer)))
            .with("stop_details", stopDetails(answer))
            .with("stop_sequence", Json.of(answer.stopString()));
    return reply.counts()
        ? message.with("usage", usage(asked, answer, answer.outputTokens()))
        : message;
  }

  private static Json.Obj head(Asked asked, Reply reply, List<Json> blocks) {
    return object(
        "id",
        "msg_" + reply.id(),
        "type",
        "message",
        "role",
        "assistant",
        "model",
        asked.model(),
        "container",
        null,
        "diagnostics",
        null,
        "content",
        blocks);
  }

  private static Json text(String text) {
    return object("type", "text", "text", text, "citations", null);
  }

  private static Json thinking(String thinking, String signature) {
    return object("type", "thinking", "thinking", thinking, "signature", signature);
  }

  private static Json redacted(String thinking) {
    return object("type", "redacted_thinking", "data", HashVectors.sealed(thinking));
  }

  private static Json toolUse(Script.Call call, String id, int index, Json input) {
    return object(
        "type",
        "tool_use",
        "id",
        "toolu_" + id + "_" + index,
        "caller",
        object("type", "direct"),
        "name",
        call.name(),
        "input",
        input);
  }

  private static String stop(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case END -> "end_turn";
      case STOP_STRING -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOLS -> "tool_use";
      case REFUSED, BLOCKED -> "refusal";
    };
  }

  private static Json stopDetails(Answer answer) {
    return stop(answer).equals("refusal")
        ? object("type", "refusal", "category", "general_harms", "explanation", "scripted refusal")
        : new Json.Null();
  }

  private static Json usage(Asked asked, Answer answer, int output) {
    return counts(asked, answer, output)
        .with(
            "cache_creation",
            object(
                "ephemeral_5m_input_tokens", answer.cacheWritten(), "ephemeral_1h_input_tokens", 0))
        .with("inference_geo", new Json.Null())
        .with("service_tier", new Json.Str("standard"))
        .with("speed", new Json.Null());
  }

  /// Here what was cached is not part of the input tokens.
  private static Json.Obj counts(Asked asked, Answer answer, int output) {
    return object(
        "input_tokens",
        asked.inputTokens(),
        "cache_creation_input_tokens",
        answer.cacheWritten(),
        "cache_read_input_tokens",
        answer.cacheRead(),
        "output_tokens",
        output,
        "output_tokens_details",
        answer.thinkingTokens() == 0 ? null : object("thinking_tokens", answer.thinkingTokens()),
        "server_tool_use",
        null);
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    Json.Obj start =
        head(asked, reply, List.of())
            .with("stop_reason", new Json.Null())
            .with("stop_details", new Json.Null())
            .with("stop_sequence", new Json.Null());
    Json usage =
        reply.zeroFirst() ? object("input_tokens", 0, "output_tokens", 0) : usage(asked, answer, 1);
    events.add(
        event("message_start", "message", reply.counts() ? start.with("usage", usage) : start));
    events.add(event("ping"));
    int index = 0;
    if (!answer.thinking().isEmpty()) {
      thinking(events, index++, answer);
    }
    if (!answer.text().isEmpty()) {
      text(events, index++, answer.pieces());
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      call(events, index++, answer.calls().get(i), reply.id(), i);
    }
    Json.Obj delta =
        object(
            "container",
            null,
            "stop_reason",
            stop(answer),
            "stop_details",
            stopDetails(answer),
            "stop_sequence",
            answer.stopString());
    if (reply.finish()) {
      events.add(
          reply.counts()
              ? event(
                  "message_delta",
                  "delta",
                  delta,
                  "usage",
                  counts(asked, answer, answer.outputTokens()))
              : event("message_delta", "delta", delta));
    }
    if (reply.done()) {
      events.add(event("message_stop"));
    }
    return events;
  }

  private static void thinking(List<Event> events, int index, Answer answer) {
    String thinking = answer.thinking();
    if (answer.hidden()) {
      events.add(event("content_block_start", "index", index, "content_block", redacted(thinking)));
      events.add(event("content_block_stop", "index", index));
      return;
    }
    events.add(event("content_block_start", "index", index, "content_block", thinking("", "")));
    delta(events, index, object("type", "thinking_delta", "thinking", thinking));
    delta(
        events,
        index,
        object("type", "signature_delta", "signature", HashVectors.signature(thinking)));
    events.add(event("content_block_stop", "index", index));
  }

  private static void text(List<Event> events, int index, List<String> pieces) {
    events.add(event("content_block_start", "index", index, "content_block", text("")));
    pieces.forEach(piece -> delta(events, index, object("type", "text_delta", "text", piece)));
    events.add(event("content_block_stop", "index", index));
  }

  private static void call(List<Event> events, int index, Script.Call call, String id, int number) {
    events.add(
        event(
            "content_block_start",
            "index",
            index,
            "content_block",
            toolUse(call, id, number, Json.object())));
    String arguments = call.arguments().text();
    int half = arguments.length() / 2;
    for (String piece : List.of("", arguments.substring(0, half), arguments.substring(half))) {
      delta(events, index, object("type", "input_json_delta", "partial_json", piece));
    }
    events.add(event("content_block_stop", "index", index));
  }

  private static void delta(List<Event> events, int index, Json delta) {
    events.add(event("content_block_delta", "index", index, "delta", delta));
  }

  private static Event event(String type, @Nullable Object... namesAndValues) {
    Json.Obj data = object("type", type);
    for (var field : object(namesAndValues).fields().entrySet()) {
      data = data.with(field.getKey(), field.getValue());
    }
    return Event.of(type, data);
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of("error", Errors.body(Vendor.ANTHROPIC, wrong));
  }
}
