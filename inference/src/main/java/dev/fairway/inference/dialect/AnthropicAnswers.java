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

  /// The format insists on some numbers, so what is unknown becomes 0 here and only here.
  static Body usage(Usage usage) {
    return counters(usage)
        .putOrNull("cache_creation", byLifetime(usage))
        .putNull("inference_geo")
        .putNull("service_tier")
        .putNull("speed");
  }

  /// The counters at the end of a stream. The format leaves out there how long the caches live, but
  /// other formats know it only at the end, so it goes along where it is known.
  static Body finalUsage(Usage usage) {
    return counters(usage).put("cache_creation", byLifetime(usage));
  }

  private static Body counters(Usage usage) {
    Long minutes = usage.inCacheWrite5m();
    Long hour = usage.inCacheWrite1h();
    Long written = minutes == null && hour == null ? null : orZero(minutes) + orZero(hour);
    Body reasoning =
        usage.reasoning() == null ? null : new Body().put("thinking_tokens", usage.reasoning());
    return new Body()
        .put("input_tokens", orZero(usage.inUncached()))
        .putOrNull("cache_creation_input_tokens", written)
        .putOrNull("cache_read_input_tokens", usage.inCacheRead())
        .put("output_tokens", orZero(usage.out()))
        .putOrNull("output_tokens_details", reasoning)
        .putNull("server_tool_use");
  }

  private static @Nullable Body byLifetime(Usage usage) {
    return usage.inCacheWrite1h() == null
        ? null
        : new Body()
            .put("ephemeral_5m_input_tokens", orZero(usage.inCacheWrite5m()))
            .put("ephemeral_1h_input_tokens", usage.inCacheWrite1h());
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  static Json write(ChatResponse response, Instant at) {
    List<Json> blocks = new ArrayList<>();
    response.parts().forEach(part -> addBlock(blocks, part));
    String id = response.id() == null ? newId(at) : response.id();
    return message(id, response.model(), blocks)
        .put("stop_reason", reason(response.stop()))
        .putNull("stop_details")
        .putOrNull("stop_sequence", response.stopText())
        .put("usage", usage(response.usage()))
        .json();
  }

  static String newId(Instant at) {
    return "msg_" + at.toEpochMilli();
  }

  /// The beginning of a message; why it stopped and its usage are to be added.
  static Body message(String id, String model, List<Json> blocks) {
    return new Body()
        .put("id", id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model)
        .put("content", blocks)
        .putNull("container")
        .putNull("diagnostics");
  }

  private static void addBlock(List<Json> blocks, Part part) {
    switch (part) {
      case Part.Text(var text) -> blocks.add(textBlock(text));
      case Part.Thinking(var text, var signature) ->
          blocks.add(AnthropicRequestWriter.thinkingBlock(text, signature));
      case Part.RedactedThinking(var data) ->
          blocks.add(AnthropicRequestWriter.redactedBlock(data));
      case Part.ToolCall call ->
          blocks.add(toolUse(call.id(), call.name(), RawArguments.wrapped(call.arguments())));
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

  static Json textBlock(String text) {
    return new Body().put("type", "text").put("text", text).putNull("citations").json();
  }

  /// As the model called it itself, not from code that the provider runs.
  static Json toolUse(String id, String name, Json input) {
    return new Body()
        .put("type", "tool_use")
        .put("id", id)
        .put("name", name)
        .put("input", input)
        .put("caller", new Body().put("type", "direct"))
        .json();
  }
}
