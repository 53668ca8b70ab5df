package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plain messages, read and written; and the words that plain and streamed ones share.
final class AnthropicAnswers {
  private AnthropicAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    if (fields.value("content") == null) {
      fields.wrong("content", "is required");
    }
    String stop = fields.text("stop_reason");
    return new ChatResponse(
        fields.text("id"),
        fields.text("model", ""),
        AnthropicRequestReader.contents(fields, "content").stream()
            .filter(AnthropicAnswers::says)
            .toList(),
        stop(stop),
        stop,
        fields.text("stop_sequence"),
        usage(fields.object("usage")),
        List.of());
  }

  /// A stream shows nothing of an empty block, so a plain answer must not either. Parts that only
  /// requests have do not belong here at all.
  private static boolean says(Part part) {
    return switch (part) {
      case Part.Text(var text) -> !text.isEmpty();
      case Part.Thinking(var text, var signature) -> !text.isEmpty() || signature != null;
      case Part.RedactedThinking _, Part.ToolCall _, Part.Opaque _ -> true;
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
          throw new WrongField("content", "holds a block that only requests have");
    };
  }

  static StopReason stop(@Nullable String reason) {
    return switch (reason) {
      case null -> StopReason.OTHER;
      case "end_turn" -> StopReason.END;
      case "stop_sequence" -> StopReason.STOP_TEXT;
      case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
      case "tool_use" -> StopReason.TOOL_CALLS;
      case "refusal" -> StopReason.REFUSED;
      case "pause_turn" -> StopReason.PAUSED;
      default -> StopReason.OTHER;
    };
  }

  static String reason(StopReason stop) {
    return switch (stop) {
      case END, OTHER -> "end_turn";
      case STOP_TEXT -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case REFUSED -> "refusal";
      case PAUSED -> "pause_turn";
    };
  }

  static Usage usage(@Nullable Fields usage) {
    if (usage == null) {
      return Usage.UNKNOWN;
    }
    Fields byLifetime = usage.object("cache_creation");
    Fields out = usage.object("output_tokens_details");
    Long written = usage.whole("cache_creation_input_tokens");
    Long hour = byLifetime == null ? null : byLifetime.whole("ephemeral_1h_input_tokens");
    Long minutes = byLifetime == null ? null : byLifetime.whole("ephemeral_5m_input_tokens");
    return new Usage(
        usage.whole("input_tokens"),
        usage.whole("cache_read_input_tokens"),
        minutes == null ? written : minutes,
        hour,
        usage.whole("output_tokens"),
        out == null ? null : out.whole("thinking_tokens"),
        Usage.Source.REPORTED);
  }

  /// The format insists on numbers, so what is unknown becomes 0 here and only here.
  static Body usage(Usage usage) {
    Body body = new Body().put("input_tokens", orZero(usage.inUncached()));
    Long minutes = usage.inCacheWrite5m();
    Long hour = usage.inCacheWrite1h();
    if (minutes != null || hour != null) {
      body.put("cache_creation_input_tokens", orZero(minutes) + orZero(hour));
    }
    body.put("cache_read_input_tokens", usage.inCacheRead());
    if (hour != null) {
      body.put(
          "cache_creation",
          new Body()
              .put("ephemeral_5m_input_tokens", orZero(minutes))
              .put("ephemeral_1h_input_tokens", hour));
    }
    body.put("output_tokens", orZero(usage.out()));
    if (usage.reasoning() != null) {
      body.put("output_tokens_details", new Body().put("thinking_tokens", usage.reasoning()));
    }
    return body;
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  static Json write(ChatResponse response, Instant at) {
    List<Json> blocks = new ArrayList<>();
    response.parts().forEach(part -> addBlock(blocks, part));
    return head(response.id() == null ? newId(at) : response.id(), response.model(), blocks)
        .with("stop_reason", new Json.Str(reason(response.stop())))
        .with("stop_sequence", Json.of(response.stopText()))
        .with("usage", usage(response.usage()).json());
  }

  static String newId(Instant at) {
    return "msg_" + at.toEpochMilli();
  }

  static Json.Obj head(String id, String model, List<Json> blocks) {
    return new Body()
        .put("id", id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model)
        .put("content", blocks)
        .json();
  }

  private static void addBlock(List<Json> blocks, Part part) {
    switch (part) {
      case Part.Text(var text) -> blocks.add(AnthropicRequestWriter.textBlock(text));
      case Part.Thinking(var text, var signature) ->
          blocks.add(AnthropicRequestWriter.thinkingBlock(text, signature));
      case Part.RedactedThinking(var data) ->
          blocks.add(AnthropicRequestWriter.redactedBlock(data));
      case Part.ToolCall call -> blocks.add(AnthropicRequestWriter.toolUse(call, input(call)));
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(AnthropicDialect.NAME)) {
          blocks.add(block);
        }
      }
      case Part.Image _,
          Part.Audio _,
          Part.Document _,
          Part.ToolResult _ -> {} // no answer holds them
    }
  }

  private static Json input(Part.ToolCall call) {
    return call.arguments() instanceof Json.Str raw ? Json.object("_raw", raw) : call.arguments();
  }
}
