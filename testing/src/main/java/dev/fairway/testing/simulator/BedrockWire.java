package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Bedrock's Converse and ConverseStream, as of the runtime's service model.
final class BedrockWire implements Wire {
  private static final Set<String> FIELDS =
      Set.of(
          ("messages system inferenceConfig toolConfig guardrailConfig outputConfig"
                  + " additionalModelRequestFields additionalModelResponseFieldPaths"
                  + " promptVariables requestMetadata performanceConfig serviceTier")
              .split(" "));
  private static final Set<String> CONFIG =
      Set.of("maxTokens", "temperature", "topP", "stopSequences");

  @Override
  public Vendor vendor() {
    return Vendor.BEDROCK;
  }

  @Override
  public Framing framing(Received request) {
    return Framing.FRAMES;
  }

  static Json countTokens(Received request) {
    Json.Obj input = Trees.child(Trees.body(request.body()), "input");
    if (input.fields().get("converse") instanceof Json.Obj converse) {
      return object("inputTokens", read(converse, model(request), false).inputTokens());
    }
    String body = Trees.text(Trees.child(input, "invokeModel"), "body");
    if (body.isEmpty()) {
      throw new Wrong(400, "input must hold converse or invokeModel");
    }
    return object("inputTokens", Answer.tokens(body));
  }

  private static String model(Received request) {
    return request.segments().get(1);
  }

  @Override
  public Asked read(Received request) {
    return read(
        Trees.body(request.body()),
        model(request),
        request.segments().getLast().equals("converse-stream"));
  }

  private static Asked read(Json.Obj body, String model, boolean stream) {
    Trees.checkFields(
        body, FIELDS, "Malformed input request: extraneous key [%s] is not permitted");
    Json.Obj config = Trees.child(body, "inferenceConfig");
    Trees.checkFields(
        config, CONFIG, "Malformed input request: extraneous key [%s] is not permitted");
    List<Json.Obj> messages = Trees.children(body, "messages");
    List<Json.Obj> tools = Trees.children(Trees.child(body, "toolConfig"), "tools");
    BedrockTurns.check(messages, tools);
    Json.Obj last = messages.getLast();
    Json.Obj choice = Trees.child(Trees.child(body, "toolConfig"), "toolChoice");
    return new Asked(
        model,
        Trees.text(last, "role").equals("user") ? text(last, "content") : "",
        stream,
        true,
        Answer.tokens(text(body, "system"))
            + messages.stream().mapToInt(m -> Answer.tokens(text(m, "content"))).sum(),
        new Asked.Wishes(
            schema(body),
            false,
            tools.stream()
                .map(tool -> Trees.child(tool, "toolSpec"))
                .filter(tool -> !tool.fields().isEmpty())
                .map(BedrockWire::plainestCall)
                .toList(),
            choice.fields().containsKey("any") || choice.fields().containsKey("tool"),
            Trees.number(config, "maxTokens"),
            Trees.texts(config, "stopSequences")));
  }

  private static Script.Call plainestCall(Json.Obj spec) {
    Json.Obj tool = object("name", Trees.text(spec, "name"));
    return SchemaSample.call(
        tool.with("schema", Trees.child(Trees.child(spec, "inputSchema"), "json")), "schema");
  }

  /// The schema is JSON inside a string.
  private static Json.@Nullable Obj schema(Json.Obj body) {
    Json.Obj format = Trees.child(Trees.child(body, "outputConfig"), "textFormat");
    if (!Trees.text(format, "type").equals("json_schema")) {
      return null;
    }
    Json.Obj definition = Trees.child(Trees.child(format, "structure"), "jsonSchema");
    try {
      return Json.parse(Trees.text(definition, "schema")) instanceof Json.Obj schema
          ? schema
          : Json.object();
    } catch (JsonSyntax _) {
      throw new Wrong(400, "outputConfig.textFormat: schema is not valid JSON");
    }
  }

  private static String text(Json.Obj message, String field) {
    StringBuilder text = new StringBuilder();
    Trees.children(message, field).forEach(block -> text.append(Trees.text(block, "text")));
    return text.toString();
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    List<Json> blocks = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      blocks.add(object("reasoningContent", reasoning(answer)));
    }
    if (!answer.text().isEmpty()) {
      blocks.add(object("text", answer.text()));
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      Script.Call call = answer.calls().get(i);
      blocks.add(object("toolUse", toolUse(call, reply, i).with("input", call.arguments())));
    }
    Json.Obj response =
        object(
            "output", object("message", object("role", "assistant", "content", blocks)),
            "stopReason", stop(answer),
            "metrics", object("latencyMs", 1));
    return reply.counts() ? response.with("usage", usage(asked, answer)) : response;
  }

  private static Json reasoning(Answer answer) {
    String thinking = answer.thinking();
    return answer.hidden()
        ? object("redactedContent", HashVectors.sealed(thinking))
        : object(
            "reasoningText",
            object("text", thinking, "signature", HashVectors.signature(thinking)));
  }

  private static Json.Obj toolUse(Script.Call call, Reply reply, int index) {
    return object("toolUseId", "tooluse_" + reply.id() + "_" + index, "name", call.name());
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
      case REFUSED -> "content_filtered";
      case BLOCKED -> "guardrail_intervened";
    };
  }

  /// Here what was cached is not part of the input tokens, but of the total.
  private static Json usage(Asked asked, Answer answer) {
    int input = asked.inputTokens();
    Json.Obj usage =
        object(
            "inputTokens", input,
            "outputTokens", answer.outputTokens(),
            "totalTokens",
                input + answer.cacheRead() + answer.cacheWritten() + answer.outputTokens(),
            "cacheReadInputTokens", answer.cacheRead(),
            "cacheWriteInputTokens", answer.cacheWritten());
    return answer.cacheWritten() == 0
        ? usage
        : usage.with(
            "cacheDetails",
            Json.of(List.of(object("ttl", "5m", "inputTokens", answer.cacheWritten()))));
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    add(events, "messageStart", object("role", "assistant"));
    int index = 0;
    if (!answer.thinking().isEmpty()) {
      if (answer.hidden()) {
        delta(events, index, object("reasoningContent", reasoning(answer)));
      } else {
        delta(events, index, object("reasoningContent", object("text", answer.thinking())));
        String signature = HashVectors.signature(answer.thinking());
        delta(events, index, object("reasoningContent", object("signature", signature)));
      }
      add(events, "contentBlockStop", object("contentBlockIndex", index++));
    }
    if (!answer.text().isEmpty()) { // begins without an event of its own
      for (String piece : answer.pieces()) {
        delta(events, index, object("text", piece));
      }
      add(events, "contentBlockStop", object("contentBlockIndex", index++));
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      call(events, index++, toolUse(answer.calls().get(i), reply, i), answer.calls().get(i));
    }
    if (reply.finish()) {
      add(events, "messageStop", object("stopReason", stop(answer)));
    }
    if (reply.counts()) {
      add(
          events,
          "metadata",
          object("usage", usage(asked, answer), "metrics", object("latencyMs", 1)));
    }
    return events;
  }

  private static void call(List<Event> events, int index, Json.Obj toolUse, Script.Call call) {
    add(
        events,
        "contentBlockStart",
        object("contentBlockIndex", index, "start", object("toolUse", toolUse)));
    String arguments = call.arguments().text();
    int half = arguments.length() / 2;
    for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
      delta(events, index, object("toolUse", object("input", piece)));
    }
    add(events, "contentBlockStop", object("contentBlockIndex", index));
  }

  private static void delta(List<Event> events, int index, Json delta) {
    add(events, "contentBlockDelta", object("contentBlockIndex", index, "delta", delta));
  }

  /// Every event carries some letters that mean nothing, so that its length tells nothing.
  private static void add(List<Event> events, String name, Json.Obj data) {
    events.add(Event.of(name, data.with("p", new Json.Str("abcdefghij"))));
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    String name =
        switch (wrong.status()) {
          case 400 -> "validationException";
          case 424 -> "modelStreamErrorException";
          case 429 -> "throttlingException";
          case 503 -> "serviceUnavailableException";
          default -> "internalServerException";
        };
    return Event.of(name, object("message", wrong.text()));
  }
}
