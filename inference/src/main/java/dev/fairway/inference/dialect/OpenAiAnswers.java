package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.OpenAiShape.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Plain chat completions, read and written; and the words that plain and streamed ones share.
final class OpenAiAnswers {
  private OpenAiAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    List<Fields> choices = fields.objects("choices");
    if (choices.isEmpty()) {
      return fields.wrong("choices", "must hold an answer");
    }
    Fields choice = choices.getFirst();
    Fields message = choice.object("message");
    if (message == null) {
      return choice.wrong("message", "is required");
    }
    String finish = choice.text("finish_reason");
    boolean refused = message.text("refusal") != null;
    return new ChatResponse(
        fields.text("id"),
        fields.text("model", ""),
        parts(message),
        refused ? StopReason.REFUSED : stop(finish),
        finish,
        null,
        usage(fields.object("usage")),
        List.of());
  }

  private static List<Part> parts(Fields message) {
    List<Part> parts = new ArrayList<>();
    List<Fields> blocks = message.objects("thinking_blocks");
    StringBuilder reasoning = new StringBuilder(reasoning(message));
    StringBuilder text = new StringBuilder();
    for (Part part : OpenAiRequestReader.content(message)) {
      switch (part) {
        case Part.Text(var piece) -> text.append(piece);
        case Part.Thinking(var piece, _) -> reasoning.append(piece);
        default -> {} // no answer holds them
      }
    }
    if (!blocks.isEmpty()) {
      blocks.forEach(block -> parts.add(OpenAiRequestReader.thinking(block)));
    } else if (!reasoning.isEmpty()) {
      parts.add(new Part.Thinking(reasoning.toString(), null));
    }
    text.append(message.text("refusal", ""));
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString()));
    }
    message.objects("tool_calls").forEach(call -> parts.add(OpenAiRequestReader.toolCall(call)));
    return parts;
  }

  /// Not OpenAI's, but what most servers that show reasoning call it.
  static String reasoning(Fields message) {
    String reasoning = message.text("reasoning_content");
    return reasoning == null ? message.text("reasoning", "") : reasoning;
  }

  static StopReason stop(@Nullable String finish) {
    return switch (finish) {
      case null -> StopReason.OTHER;
      case "stop" -> StopReason.END;
      case "length", "model_length" -> StopReason.LENGTH;
      case "error" ->
          throw new ModelFailureException(
              new ModelFailure.Unavailable(
                  "the provider broke off its answer with an error", null, null, true));
      case "tool_calls", "function_call" -> StopReason.TOOL_CALLS;
      case "content_filter" -> StopReason.REFUSED;
      default -> StopReason.OTHER;
    };
  }

  static String finish(StopReason stop) {
    return switch (stop) {
      case END, STOP_TEXT, PAUSED, OTHER -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case REFUSED -> "content_filter";
    };
  }

  static Usage usage(@Nullable Fields usage) {
    if (usage == null) {
      return Usage.UNKNOWN;
    }
    Fields in = usage.object("prompt_tokens_details");
    Fields out = usage.object("completion_tokens_details");
    Long prompt = usage.whole("prompt_tokens");
    Long cached = in == null ? null : in.whole("cached_tokens");
    Long written = in == null ? null : in.whole("cache_write_tokens");
    Long uncached =
        prompt == null
            ? null
            : Long.valueOf(Math.max(0, prompt - orZero(cached) - orZero(written)));
    return new Usage(
        uncached,
        cached,
        written,
        null,
        usage.whole("completion_tokens"),
        out == null ? null : out.whole("reasoning_tokens"),
        Usage.Source.REPORTED);
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /// Null when the two counts that the format insists on are not known.
  static @Nullable Body usage(Usage usage) {
    Long in = usage.inputTotal();
    Long out = usage.out();
    if (in == null || out == null) {
      return null;
    }
    Body body =
        new Body()
            .put("prompt_tokens", in)
            .put("completion_tokens", out)
            .put("total_tokens", in + out);
    if (usage.inCacheRead() != null || usage.inCacheWrite5m() != null) {
      body.put(
          "prompt_tokens_details",
          new Body()
              .put("cached_tokens", usage.inCacheRead())
              .put("cache_write_tokens", written(usage)));
    }
    if (usage.reasoning() != null) {
      body.put("completion_tokens_details", new Body().put("reasoning_tokens", usage.reasoning()));
    }
    return body;
  }

  private static @Nullable Long written(Usage usage) {
    return usage.inCacheWrite5m() == null && usage.inCacheWrite1h() == null
        ? null
        : Long.valueOf(orZero(usage.inCacheWrite5m()) + orZero(usage.inCacheWrite1h()));
  }

  static Json write(OpenAiShape shape, ChatResponse response, Instant at) {
    Body choice =
        new Body()
            .put("index", 0)
            .put("message", message(shape, response))
            .putNull("logprobs")
            .put("finish_reason", finish(response.stop()));
    return new Body()
        .put("id", response.id() == null ? newId(at) : response.id())
        .put("object", "chat.completion")
        .put("created", at.getEpochSecond())
        .put("model", response.model())
        .put("choices", List.of(choice.json()))
        .put("usage", usage(response.usage()))
        .json();
  }

  static String newId(Instant at) {
    return "chatcmpl-" + at.toEpochMilli();
  }

  private static Body message(OpenAiShape shape, ChatResponse response) {
    String text = response.text();
    List<Json> calls =
        response.toolCalls().stream()
            .map(call -> OpenAiRequestWriter.toolCall(shape, call))
            .toList();
    Body message = new Body().put("role", "assistant");
    if (shape.has(Difference.CONTENT_CHUNKS)) {
      return message
          .put("content", chunks(response, text))
          .put("tool_calls", calls.isEmpty() ? null : calls);
    }
    if (text.isEmpty() && !response.toolCalls().isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    message.putNull("refusal");
    List<Json> thinking =
        response.parts().stream().mapMulti(OpenAiAnswers::addThinkingBlock).toList();
    return message
        .put("reasoning_content", thinkingText(response))
        .put("thinking_blocks", thinking.isEmpty() ? null : thinking)
        .put("tool_calls", calls.isEmpty() ? null : calls);
  }

  private static Object chunks(ChatResponse response, String text) {
    String thinking = thinkingText(response);
    return thinking == null
        ? text
        : List.of(OpenAiRequestWriter.thinkingChunk(thinking), OpenAiRequestWriter.textPart(text));
  }

  private static void addThinkingBlock(Part part, Consumer<Json> blocks) {
    switch (part) {
      case Part.Thinking(var text, var signature) -> blocks.accept(thinkingBlock(text, signature));
      case Part.RedactedThinking(var data) -> blocks.accept(redactedBlock(data));
      default -> {}
    }
  }

  static Json thinkingBlock(String text, @Nullable String signature) {
    return new Body()
        .put("type", "thinking")
        .put("thinking", text)
        .put("signature", signature)
        .json();
  }

  static Json redactedBlock(String data) {
    return new Body().put("type", "redacted_thinking").put("data", data).json();
  }

  private static @Nullable String thinkingText(ChatResponse response) {
    StringBuilder text = new StringBuilder();
    for (Part part : response.parts()) {
      if (part instanceof Part.Thinking(var piece, _)) {
        text.append(piece);
      }
    }
    return text.isEmpty() ? null : text.toString();
  }
}
