package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plain answers, read and written; and the words that plain and streamed ones share.
final class GeminiAnswers {
  private GeminiAnswers() {}

  static ChatResponse read(Json body) {
    ResponseFold fold = new ResponseFold();
    GeminiChunks.readPlain(Fields.of(body), fold);
    return fold.response();
  }

  /// Calls end with `STOP` too: whoever reads an answer looks for them.
  static StopReason stop(@Nullable String reason) {
    return switch (reason) {
      case null -> StopReason.OTHER;
      case "STOP" -> StopReason.END;
      case "MAX_TOKENS" -> StopReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          StopReason.REFUSED;
      default -> StopReason.OTHER;
    };
  }

  static String finish(StopReason stop) {
    return switch (stop) {
      case END, STOP_TEXT, TOOL_CALLS, PAUSED, OTHER -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case REFUSED -> "SAFETY";
    };
  }

  /// The prompt holds what was cached, thoughts are no part of the candidates, and what the
  /// provider's own tools used is a prompt as well.
  static Usage usage(Fields usage) {
    Long prompt = usage.whole("promptTokenCount");
    Long cached = usage.whole("cachedContentTokenCount");
    Long candidates = usage.whole("candidatesTokenCount");
    Long thoughts = usage.whole("thoughtsTokenCount");
    Long tools = usage.whole("toolUsePromptTokenCount");
    return new Usage(
        prompt == null ? null : Long.valueOf(Math.max(0, prompt - orZero(cached)) + orZero(tools)),
        cached,
        null,
        null,
        candidates == null && thoughts == null
            ? null
            : Long.valueOf(orZero(candidates) + orZero(thoughts)),
        thoughts,
        Usage.Source.REPORTED);
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /// Null when nothing is known.
  static @Nullable Body usage(Usage usage) {
    Long in = usage.inputTotal();
    Long out = usage.out();
    if (in == null && out == null) {
      return null;
    }
    return new Body()
        .put("promptTokenCount", in)
        .put("cachedContentTokenCount", usage.inCacheRead())
        .put(
            "candidatesTokenCount",
            out == null ? null : Long.valueOf(out - orZero(usage.reasoning())))
        .put("thoughtsTokenCount", usage.reasoning())
        .put("totalTokenCount", usage.total());
  }

  static Json write(ChatResponse response, Instant at) {
    return chunk(
            parts(response.parts()),
            finish(response.stop()),
            response.usage(),
            response.model(),
            response.id() == null ? newId(at) : response.id())
        .json();
  }

  static String newId(Instant at) {
    return "answer-" + at.toEpochMilli();
  }

  static Body chunk(
      List<Json> parts, @Nullable String finish, Usage usage, String model, String id) {
    Body candidate =
        new Body()
            .put("content", new Body().put("parts", parts).put("role", "model"))
            .put("finishReason", finish)
            .put("index", 0);
    return new Body()
        .put("candidates", List.of(candidate.json()))
        .put("usageMetadata", usage(usage))
        .put("modelVersion", model)
        .put("responseId", id);
  }

  private static List<Json> parts(List<Part> parts) {
    List<Json> written = new ArrayList<>();
    for (Part part : parts) {
      Body body = part(part);
      if (body != null) {
        written.add(body.json());
      } else if (part instanceof Part.Opaque(var dialect, var block)
          && dialect.equals(GeminiDialect.NAME)) {
        written.add(block);
      }
    }
    return written;
  }

  private static @Nullable Body part(Part part) {
    return switch (part) {
      case Part.Text(var text) -> GeminiParts.text(text);
      case Part.Thinking(var text, var signature) ->
          text.isEmpty() && signature != null
              ? GeminiParts.signature(signature)
              : GeminiParts.thought(text, signature);
      case Part.RedactedThinking(var data) -> GeminiParts.redacted(data);
      case Part.ToolCall(var id, var name, var arguments, var signature) ->
          GeminiParts.call(id, name, RawArguments.wrapped(arguments), signature);
      case Part.Opaque _ -> null;
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
          null; // no answer holds them
    };
  }
}
