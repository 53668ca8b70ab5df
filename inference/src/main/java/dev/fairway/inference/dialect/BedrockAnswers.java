package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plain answers, read and written; and the words that plain and streamed ones share. An answer
/// says neither an id nor its model.
final class BedrockAnswers {
  private BedrockAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    Fields output = fields.object("output");
    Fields message = output == null ? null : output.object("message");
    if (message == null) {
      return fields.wrong("output.message", "is required");
    }
    String stop = checked(fields.text("stopReason"));
    List<Part> parts = new ArrayList<>();
    for (Fields block : message.objects("content")) {
      Part part = part(block);
      if (says(part)) {
        parts.add(part);
      }
    }
    return new ChatResponse(
        null, "", parts, stop(stop), stop, null, usage(fields.object("usage")), List.of());
  }

  /// A text with citations streams as a text, so it is one here.
  private static Part part(Fields block) {
    Fields cited = block.object("citationsContent");
    if (cited == null) {
      return BedrockBlocks.read(block);
    }
    StringBuilder text = new StringBuilder();
    cited.objects("content").forEach(piece -> text.append(piece.text("text", "")));
    return new Part.Text(text.toString());
  }

  /// A stream shows nothing of an empty block, so a plain answer must not either.
  private static boolean says(Part part) {
    return switch (part) {
      case Part.Text(var text) -> !text.isEmpty();
      case Part.Thinking(var text, var signature) -> !text.isEmpty() || signature != null;
      case Part.RedactedThinking _, Part.ToolCall _, Part.Opaque _ -> true;
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
          throw new WrongField("output.message.content", "holds a block that only requests have");
    };
  }

  /// @throws ModelFailureException when the model broke off
  static @Nullable String checked(@Nullable String stop) {
    if (stop != null && stop.startsWith("malformed_")) {
      throw new ModelFailureException(
          new ModelFailure.Malformed("the model broke off with " + Scrub.clean(stop)));
    }
    return stop;
  }

  static StopReason stop(@Nullable String reason) {
    return switch (reason) {
      case null -> StopReason.OTHER;
      case "end_turn" -> StopReason.END;
      case "stop_sequence" -> StopReason.STOP_TEXT;
      case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
      case "tool_use" -> StopReason.TOOL_CALLS;
      case "guardrail_intervened", "content_filtered" -> StopReason.REFUSED;
      default -> StopReason.OTHER;
    };
  }

  static String reason(StopReason stop) {
    return switch (stop) {
      case END, PAUSED, OTHER -> "end_turn";
      case STOP_TEXT -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case REFUSED -> "content_filtered";
    };
  }

  /// What was cached is not part of the input tokens.
  static Usage usage(@Nullable Fields usage) {
    if (usage == null) {
      return Usage.UNKNOWN;
    }
    Long written = usage.whole("cacheWriteInputTokens");
    Long minutes = null;
    Long hour = null;
    for (Fields detail : usage.objects("cacheDetails")) {
      if (detail.text("ttl", "").equals("1h")) {
        hour = detail.whole("inputTokens");
      } else {
        minutes = detail.whole("inputTokens");
      }
    }
    return new Usage(
        usage.whole("inputTokens"),
        usage.whole("cacheReadInputTokens"),
        minutes == null && hour == null ? written : minutes,
        hour,
        usage.whole("outputTokens"),
        null,
        Usage.Source.REPORTED);
  }

  /// Null when the two counts that the format insists on are not known.
  static @Nullable Body usage(Usage usage) {
    Long in = usage.inUncached();
    Long out = usage.out();
    if (in == null || out == null) {
      return null;
    }
    Long minutes = usage.inCacheWrite5m();
    Long hour = usage.inCacheWrite1h();
    return new Body()
        .put("inputTokens", in)
        .put("outputTokens", out)
        .put("totalTokens", usage.total())
        .put("cacheReadInputTokens", usage.inCacheRead())
        .put(
            "cacheWriteInputTokens",
            minutes == null && hour == null ? null : Long.valueOf(orZero(minutes) + orZero(hour)))
        .put("cacheDetails", hour == null ? null : details(minutes, hour));
  }

  private static List<Json> details(@Nullable Long minutes, Long hour) {
    List<Json> details = new ArrayList<>();
    if (minutes != null) {
      details.add(new Body().put("ttl", "5m").put("inputTokens", minutes).json());
    }
    details.add(new Body().put("ttl", "1h").put("inputTokens", hour).json());
    return details;
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  static Json write(ChatResponse response) {
    List<Json> blocks = new ArrayList<>();
    response.parts().forEach(part -> addBlock(blocks, part));
    Body message = new Body().put("role", "assistant").put("content", blocks);
    return new Body()
        .put("output", new Body().put("message", message))
        .put("stopReason", reason(response.stop()))
        .put("usage", usage(response.usage()))
        .json();
  }

  private static void addBlock(List<Json> blocks, Part part) {
    switch (part) {
      case Part.Text(var text) -> blocks.add(BedrockBlocks.text(text));
      case Part.Thinking(var text, var signature) ->
          blocks.add(BedrockBlocks.thinking(text, signature));
      case Part.RedactedThinking(var data) -> blocks.add(BedrockBlocks.redacted(data));
      case Part.ToolCall(var id, var name, var arguments, _) ->
          blocks.add(BedrockBlocks.toolUse(id, name, RawArguments.wrapped(arguments)));
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(BedrockDialect.NAME)) {
          blocks.add(block);
        }
      }
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ -> {} // in no answer
    }
  }
}
