package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plain answers, read and written; and the words that plain and streamed ones share.
final class CohereAnswers {
  private CohereAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    Fields message = fields.object("message");
    if (message == null) {
      return fields.wrong("message", "is required");
    }
    List<Part> parts = new ArrayList<>();
    for (Part part : CohereRequestReader.said(message)) {
      switch (part) {
        case Part.Text(var text) when text.isEmpty() -> {} // a stream shows nothing of it
        case Part.Thinking(var text, _) when text.isEmpty() -> {}
        case Part.Text _, Part.Thinking _, Part.ToolCall _, Part.Opaque _ -> parts.add(part);
        case Part.Image _,
            Part.Audio _,
            Part.Document _,
            Part.RedactedThinking _,
            Part.ToolResult _ ->
            message.wrong("content", "holds a block that only requests have");
      }
    }
    message
        .objects("citations")
        .forEach(citation -> parts.add(new Part.Opaque(CohereDialect.NAME, citation.json())));
    String finish = fields.text("finish_reason");
    return new ChatResponse(
        fields.text("id"),
        "",
        parts,
        stop(finish, ""),
        finish,
        null,
        usage(fields.object("usage")),
        List.of());
  }

  /// @param error what the provider says of an answer that failed in the middle
  static StopReason stop(@Nullable String finish, String error) {
    return switch (finish) {
      case null -> StopReason.OTHER;
      case "COMPLETE" -> StopReason.END;
      case "STOP_SEQUENCE" -> StopReason.STOP_TEXT;
      case "MAX_TOKENS" -> StopReason.LENGTH;
      case "TOOL_CALL" -> StopReason.TOOL_CALLS;
      case "ERROR_TOXIC" -> StopReason.REFUSED;
      case "ERROR", "TIMEOUT" ->
          throw new ModelFailureException(
              new ModelFailure.Unavailable(
                  "the provider broke off its answer (%s) %s".formatted(finish, Scrub.clean(error)),
                  null,
                  null,
                  true));
      default -> StopReason.OTHER;
    };
  }

  static String finish(StopReason stop) {
    return switch (stop) {
      case END, REFUSED, PAUSED, OTHER -> "COMPLETE";
      case STOP_TEXT -> "STOP_SEQUENCE";
      case LENGTH -> "MAX_TOKENS";
      case TOOL_CALLS -> "TOOL_CALL";
    };
  }

  /// The tokens that were counted. The billed ones leave out what Cohere adds to the prompt.
  static Usage usage(@Nullable Fields usage) {
    Fields tokens = usage == null ? null : usage.object("tokens");
    if (usage == null || tokens == null) {
      return Usage.UNKNOWN;
    }
    Long in = tokens.whole("input_tokens");
    Long cached = usage.whole("cached_tokens");
    long read = cached == null ? 0 : cached;
    return new Usage(
        in == null ? null : Long.valueOf(Math.max(0, in - read)),
        cached,
        null,
        null,
        tokens.whole("output_tokens"),
        null,
        Usage.Source.REPORTED);
  }

  static @Nullable Body usage(Usage usage) {
    if (usage.inputTotal() == null && usage.out() == null) {
      return null;
    }
    return new Body()
        .put(
            "tokens",
            new Body().put("input_tokens", usage.inputTotal()).put("output_tokens", usage.out()))
        .put("cached_tokens", usage.inCacheRead());
  }

  static Json write(ChatResponse response, Instant at) {
    List<Json> contents = new ArrayList<>();
    List<Json> calls = new ArrayList<>();
    List<Json> citations = new ArrayList<>();
    for (Part part : response.parts()) {
      switch (part) {
        case Part.Text(var text) -> contents.add(CohereRequestWriter.textBlock(text));
        case Part.Thinking(var text, _) -> contents.add(CohereRequestWriter.thinkingBlock(text));
        case Part.ToolCall call -> calls.add(CohereRequestWriter.toolCall(call));
        case Part.Opaque(var dialect, var block) when dialect.equals(CohereDialect.NAME) ->
            citations.add(block);
        default -> {} // has no form there
      }
    }
    Body message =
        new Body()
            .put("role", "assistant")
            .put("content", contents)
            .put("tool_calls", calls.isEmpty() ? null : calls)
            .put("citations", citations.isEmpty() ? null : citations);
    return new Body()
        .put("id", response.id() == null ? newId(at) : response.id())
        .put("finish_reason", finish(response.stop()))
        .put("message", message)
        .put("usage", usage(response.usage()))
        .json();
  }

  static String newId(Instant at) {
    return "chat-" + at.toEpochMilli();
  }
}
