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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plain responses, read and written; and the words that plain and streamed ones share.
final class ResponsesAnswers {
  /// Calls that the caller answers, besides those of functions.
  private static final Set<String> CALLS =
      Set.of(
          "function_call",
          "custom_tool_call",
          "computer_call",
          "local_shell_call",
          "shell_call",
          "apply_patch_call");

  private ResponsesAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    if (fields.value("output") == null && fields.value("error") == null) {
      fields.wrong("output", "is required");
    }
    Ending ending = new Ending();
    List<Part> parts = new ArrayList<>();
    fields
        .objects("output")
        .forEach(item -> {
          ending.see(item);
          addParts(parts, item);
        });
    StopReason stop = ending.stop(fields);
    return new ChatResponse(
        fields.text("id"),
        fields.text("model", ""),
        parts,
        stop,
        nativeStop(fields),
        null,
        usage(fields.object("usage")),
        List.of());
  }

  private static void addParts(List<Part> parts, Fields item) {
    switch (item.required("type")) {
      case "message" ->
          item.objects("content")
              .forEach(content -> {
                String text = said(content);
                if (!text.isEmpty()) {
                  parts.add(new Part.Text(text));
                }
              });
      case "function_call" -> parts.add(ResponsesItems.functionCall(item));
      case "reasoning" -> {
        Part reasoning = ResponsesReasoning.read(item);
        if (!(reasoning instanceof Part.Thinking(var text, var signature))
            || !text.isEmpty()
            || signature != null) {
          parts.add(reasoning);
        }
      }
      default -> parts.add(ResponsesItems.opaque(item));
    }
  }

  /// Text or a refusal.
  static String said(Fields content) {
    String refusal = content.text("refusal");
    return refusal == null ? content.text("text", "") : refusal;
  }

  /// What an answer shows on its way decides how its end is meant.
  static final class Ending {
    private boolean calls;
    private boolean refused;

    void see(Fields item) {
      calls |= CALLS.contains(item.required("type"));
      if (item.required("type").equals("message")) {
        item.objects("content").forEach(content -> refused |= content.text("refusal") != null);
      }
    }

    void refused() {
      refused = true;
    }

    /// @throws ModelFailureException when the response failed
    StopReason stop(Fields response) {
      String status = response.text("status", "completed");
      return switch (status) {
        case "completed" -> completed();
        case "incomplete" -> incomplete(incompleteReason(response));
        case "failed" -> throw new ModelFailureException(failure(response.object("error")));
        default -> response.wrong("status", "is not that of a finished answer");
      };
    }

    private StopReason completed() {
      if (refused) {
        return StopReason.REFUSED;
      }
      return calls ? StopReason.TOOL_CALLS : StopReason.END;
    }

    private static StopReason incomplete(@Nullable String reason) {
      return switch (reason) {
        case "max_output_tokens" -> StopReason.LENGTH;
        case "content_filter" -> StopReason.REFUSED;
        case null, default -> StopReason.OTHER;
      };
    }
  }

  private static @Nullable String incompleteReason(Fields response) {
    Fields details = response.object("incomplete_details");
    return details == null ? null : details.text("reason");
  }

  static String nativeStop(Fields response) {
    String reason = incompleteReason(response);
    return reason == null ? response.text("status", "completed") : reason;
  }

  /// The error of a failed response or of an error event, which have no HTTP status.
  static ModelFailure failure(@Nullable Fields error) {
    String code = error == null ? "" : error.text("code", "");
    int status =
        switch (code) {
          case "rate_limit_exceeded" -> 429;
          case "insufficient_quota" -> 402;
          case "invalid_api_key" -> 401;
          case "model_not_found" -> 404;
          case "", "server_error", "vector_store_timeout", "upstream_error", "timeout" -> 500;
          case "overloaded", "server_is_overloaded" -> 503;
          default -> 400;
        };
    return new ErrorClass(
            status,
            null,
            code,
            error == null ? "" : error.text("message", ""),
            error == null ? null : error.text("param"))
        .failure();
  }

  static Usage usage(@Nullable Fields usage) {
    if (usage == null) {
      return Usage.UNKNOWN;
    }
    Fields in = usage.object("input_tokens_details");
    Fields out = usage.object("output_tokens_details");
    Long input = usage.whole("input_tokens");
    Long cached = in == null ? null : in.whole("cached_tokens");
    Long written = in == null ? null : in.whole("cache_write_tokens");
    return new Usage(
        input == null ? null : Long.valueOf(Math.max(0, input - orZero(cached) - orZero(written))),
        cached,
        written,
        null,
        usage.whole("output_tokens"),
        out == null ? null : out.whole("reasoning_tokens"),
        Usage.Source.REPORTED);
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /// Null when the two counts that matter are not known; the format insists on the others, so what
  /// is unknown of them becomes 0 here and only here.
  static @Nullable Body usage(Usage usage) {
    Long in = usage.inputTotal();
    Long out = usage.out();
    if (in == null || out == null) {
      return null;
    }
    long written = orZero(usage.inCacheWrite5m()) + orZero(usage.inCacheWrite1h());
    return new Body()
        .put("input_tokens", in)
        .put(
            "input_tokens_details",
            new Body()
                .put("cached_tokens", orZero(usage.inCacheRead()))
                .put("cache_write_tokens", written))
        .put("output_tokens", out)
        .put("output_tokens_details", new Body().put("reasoning_tokens", orZero(usage.reasoning())))
        .put("total_tokens", in + out);
  }

  static Json write(ChatResponse response, Instant at) {
    String id = id(response.id(), at);
    List<Json> output = new ArrayList<>();
    response.parts().forEach(part -> addItem(output, part, id));
    return finished(id, response.model(), at, response.stop(), output, response.usage());
  }

  static String id(@Nullable String known, Instant at) {
    return known == null ? "resp_" + at.toEpochMilli() : known;
  }

  /// A name for the item at this place, such as `msg_68ab_0`.
  static String itemId(String prefix, String response, int index) {
    String own = response.startsWith("resp_") ? response.substring("resp_".length()) : response;
    return prefix + "_" + own + "_" + index;
  }

  private static void addItem(List<Json> output, Part part, String response) {
    int index = output.size();
    switch (part) {
      case Part.Text(var text) ->
          output.add(
              message(
                  itemId("msg", response, index),
                  "completed",
                  List.of(ResponsesItems.outputText(text))));
      case Part.Thinking(var text, var signature) ->
          output.add(ResponsesReasoning.written(itemId("rs", response, index), text, signature));
      case Part.RedactedThinking(var data) ->
          output.add(ResponsesReasoning.redacted(itemId("rs", response, index), data));
      case Part.ToolCall call ->
          output.add(functionCall(itemId("fc", response, index), "completed", call));
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(ResponsesDialect.NAME)) {
          output.add(block);
        }
      }
      case Part.Image _,
          Part.Audio _,
          Part.Document _,
          Part.ToolResult _ -> {} // no answer holds them
    }
  }

  static Json.Obj message(String id, String status, List<Json> content) {
    return new Body()
        .put("type", "message")
        .put("id", id)
        .put("status", status)
        .put("role", "assistant")
        .put("content", content)
        .json();
  }

  static Json.Obj functionCall(String id, String status, Part.ToolCall call) {
    return ResponsesItems.functionCall(call).put("id", id).put("status", status).json();
  }

  /// The whole response at its end.
  static Json.Obj finished(
      String id, String model, Instant at, StopReason stop, List<Json> output, Usage usage) {
    String incomplete = incomplete(stop);
    Body counts = usage(usage);
    Json.Obj response =
        response(
            id,
            model,
            at,
            incomplete == null ? "completed" : "incomplete",
            output,
            incomplete == null ? null : Json.object("reason", new Json.Str(incomplete)));
    return counts == null ? response : response.with("usage", counts.json());
  }

  private static @Nullable String incomplete(StopReason stop) {
    return switch (stop) {
      case END, STOP_TEXT, TOOL_CALLS, PAUSED, OTHER -> null;
      case LENGTH -> "max_output_tokens";
      case REFUSED -> "content_filter";
    };
  }

  /// What was asked is not known here, so what the format repeats of it is the default.
  static Json.Obj response(
      String id,
      String model,
      Instant at,
      String status,
      List<Json> output,
      @Nullable Json incomplete) {
    return new Body()
        .put("id", id)
        .put("object", "response")
        .put("created_at", at.getEpochSecond())
        .put("status", status)
        .putNull("error")
        .json()
        .with("incomplete_details", Json.of(incomplete))
        .with("instructions", new Json.Null())
        .with("metadata", Json.object())
        .with("model", new Json.Str(model))
        .with("output", Json.of(output))
        .with("parallel_tool_calls", new Json.Bool(true))
        .with("temperature", new Json.Null())
        .with("tool_choice", new Json.Str("auto"))
        .with("tools", Json.of(List.of()))
        .with("top_p", new Json.Null());
  }
}
