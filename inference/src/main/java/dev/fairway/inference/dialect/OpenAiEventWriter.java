package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.OpenAiShape.Difference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chunks of a streamed chat completion.
final class OpenAiEventWriter implements EventWriter {
  private final OpenAiShape shape;
  private final Instant at;
  private final boolean wantsUsage;
  private final Map<Integer, Integer> callIndexes = new HashMap<>();
  private String id;
  private String model = "";
  private Usage usage = Usage.UNKNOWN;
  private @Nullable Thinking thinking;

  OpenAiEventWriter(OpenAiShape shape, Instant at, boolean wantsUsage) {
    this.shape = shape;
    this.at = at;
    this.id = OpenAiAnswers.newId(at);
    this.wantsUsage = wantsUsage;
  }

  /// The reasoning part that is growing; it goes out once more as a whole, with its signature.
  private record Thinking(int part, StringBuilder text, StringBuilder signature) {}

  @Override
  public byte[] write(ChatEvent event) {
    StringBuilder out = new StringBuilder();
    switch (event) {
      case ChatEvent.Started(var newId, var newModel) -> {
        id = newId == null ? id : newId;
        model = newModel;
        delta(out, new Body().put("role", "assistant").put("content", ""));
      }
      case ChatEvent.TextDelta(_, var text) -> {
        endThinking(out);
        delta(out, new Body().put("content", text));
      }
      case ChatEvent.ThinkingDelta _, ChatEvent.ThinkingSigned _, ChatEvent.ThinkingRedacted _
          when shape.has(Difference.CONTENT_CHUNKS) ->
          chunk(out, event);
      case ChatEvent.ThinkingDelta(var part, var text) -> {
        thinking(out, part).text().append(text);
        if (!text.isEmpty()) {
          delta(out, new Body().put("reasoning_content", text));
        }
      }
      case ChatEvent.ThinkingSigned(var part, var signature) ->
          thinking(out, part).signature().append(signature);
      case ChatEvent.ThinkingRedacted(_, var data) -> {
        endThinking(out);
        delta(out, new Body().put("thinking_blocks", List.of(OpenAiAnswers.redactedBlock(data))));
      }
      case ChatEvent.ToolCallStarted(var part, var callId, var name, _) -> {
        endThinking(out);
        callIndexes.put(part, callIndexes.size());
        call(out, part, callId, new Body().put("name", name).put("arguments", ""));
      }
      case ChatEvent.ToolCallDelta(var part, var arguments) ->
          call(out, part, null, new Body().put("arguments", arguments));
      case ChatEvent.UsageReported(var report) -> usage = usage.then(report);
      case ChatEvent.Stopped stopped -> stop(out, stopped);
      case ChatEvent.OpaquePart _ -> {} // has no form here, as in a plain answer
      case ChatEvent.PartEnded _ -> endThinking(out);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Signatures and redacted reasoning have no form there, as in a plain answer.
  private void chunk(StringBuilder out, ChatEvent event) {
    if (event instanceof ChatEvent.ThinkingDelta(_, var text) && !text.isEmpty()) {
      delta(out, new Body().put("content", List.of(OpenAiRequestWriter.thinkingChunk(text))));
    }
  }

  private Thinking thinking(StringBuilder out, int part) {
    Thinking open = thinking;
    if (open != null && open.part() == part) {
      return open;
    }
    endThinking(out);
    Thinking opened = new Thinking(part, new StringBuilder(), new StringBuilder());
    thinking = opened;
    return opened;
  }

  private void endThinking(StringBuilder out) {
    Thinking ended = thinking;
    thinking = null;
    if (ended != null) {
      String signature = ended.signature().isEmpty() ? null : ended.signature().toString();
      Json block = OpenAiAnswers.thinkingBlock(ended.text().toString(), signature);
      delta(out, new Body().put("thinking_blocks", List.of(block)));
    }
  }

  private void call(StringBuilder out, int part, @Nullable String callId, Body function) {
    Body call =
        new Body()
            .put("index", callIndexes.getOrDefault(part, 0))
            .put("id", callId == null ? null : shape.callId(callId))
            .put("type", callId == null ? null : "function")
            .put("function", function);
    delta(out, new Body().put("tool_calls", List.of(call.json())));
  }

  private void stop(StringBuilder out, ChatEvent.Stopped stopped) {
    endThinking(out);
    Body counts = OpenAiAnswers.usage(usage);
    boolean withFinish = shape.has(Difference.USAGE_UNASKED);
    choice(out, new Body(), OpenAiAnswers.finish(stopped.reason()), withFinish ? counts : null);
    if (counts != null && wantsUsage && !withFinish) {
      data(out, chunk().put("choices", List.of()).put("usage", counts).json());
    }
    out.append("data: [DONE]\n\n");
  }

  private void delta(StringBuilder out, Body delta) {
    choice(out, delta, null, null);
  }

  private void choice(
      StringBuilder out, Body delta, @Nullable String finish, @Nullable Body counts) {
    Json.Obj choice =
        new Body()
            .put("index", 0)
            .put("delta", delta)
            .json()
            .with("finish_reason", Json.of(finish));
    data(out, chunk().put("choices", List.of(choice)).put("usage", counts).json());
  }

  private Body chunk() {
    return new Body()
        .put("id", id)
        .put("object", "chat.completion.chunk")
        .put("created", at.getEpochSecond())
        .put("model", model);
  }

  private static void data(StringBuilder out, Json data) {
    out.append("data: ").append(data.text()).append("\n\n");
  }

  /// Without `[DONE]`: the answer is not complete.
  @Override
  public byte[] fail(ModelFailure failure) {
    byte[] error = OpenAiErrors.write(shape, failure).body();
    return ("data: " + new String(error, StandardCharsets.UTF_8) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] keepAlive() {
    return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
  }
}
