package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.OutputSpec;
import dev.fairway.api.v1.Usage;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the outcome of a call makes of the status.
record Publication(Results results) {

  ModelInferenceRequestStatus of(
      ModelInferenceRequest request, InferenceStatus next, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(var response, _) -> answered(request, next, response);
      case Outcome.Embedded(var response) -> embedded(request, next, response);
      case Outcome.Failed(var failure) ->
          next.failed(failure.reason(), message(failure, request.getSpec().parameters()));
    };
  }

  private ModelInferenceRequestStatus answered(
      ModelInferenceRequest request, InferenceStatus next, ChatResponse response) {
    try {
      FreeJson result = result(request.getSpec().output(), response);
      Delivered delivered = results.deliver(request, result);
      return next.answered(
          delivered, usage(response.usage()), response.model(), message(response.dropped()));
    } catch (Mismatch mismatch) {
      return next.failed("OutputMismatch", mismatch.message() + cutShort(response))
          .withUsage(usage(response.usage()));
    }
  }

  private ModelInferenceRequestStatus embedded(
      ModelInferenceRequest request, InferenceStatus next, EmbeddingResponse response) {
    Usage usage = usage(response.usage());
    try {
      OutputCheck check = OutputCheck.of(request.getSpec().output());
      String vectors = Vectors.json(response.vectors()).text();
      String result = check.json() ? check.select(vectors).text() : vectors;
      Delivered delivered = results.deliver(request, FreeJson.parse(result));
      return next.answered(delivered, usage, response.model(), message(response.dropped()));
    } catch (Mismatch mismatch) {
      return next.failed("OutputMismatch", mismatch.message()).withUsage(usage);
    }
  }

  private static FreeJson result(OutputSpec spec, ChatResponse response) {
    OutputCheck check = OutputCheck.of(spec);
    if (check.json() && response.toolCalls().isEmpty()) {
      return FreeJson.parse(check.select(response.text()).text());
    }
    Json.Obj result = Json.object("text", new Json.Str(response.text()));
    if (!response.toolCalls().isEmpty()) {
      result = result.with("toolCalls", toolCalls(response.toolCalls()));
    }
    return FreeJson.parse(result.with("stopReason", new Json.Str(word(response.stop()))).text());
  }

  private static Json toolCalls(List<Part.ToolCall> calls) {
    return new Json.Arr(
        calls.stream()
            .<Json>map(call ->
                Json.object("id", new Json.Str(call.id()))
                    .with("name", new Json.Str(call.name()))
                    .with("arguments", call.arguments()))
            .toList());
  }

  static String word(StopReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  static Usage usage(dev.fairway.inference.chat.Usage usage) {
    return Usage.of(
        usage.inUncached(),
        usage.out(),
        usage.inCacheRead(),
        sum(usage.inCacheWrite5m(), usage.inCacheWrite1h()),
        usage.reasoning());
  }

  private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    if (a == null) return b;
    return b == null ? a : Long.valueOf(a + b);
  }

  private static String message(List<String> dropped) {
    return dropped.isEmpty() ? "" : "not passed on to the model: " + String.join(", ", dropped);
  }

  private static String cutShort(ChatResponse response) {
    return response.stop() == StopReason.LENGTH
        ? "; the answer was cut at the token limit, see spec.parameters.max_tokens"
        : "";
  }

  /// The provider's words, and the field they are about where that is known.
  static String message(ModelFailure failure, @Nullable FreeJson parameters) {
    return switch (failure) {
      case ModelFailure.UnsupportedParameter(var message, var parameter)
          when parameters != null && parameters.at(parameter).isPresent() ->
          ChatParameters.PATH + "." + parameter + ": " + message;
      case ModelFailure.UnsupportedParameter(var message, var parameter) ->
          "spec.inputContext." + parameter + ": " + message;
      case ModelFailure.UnknownModel(var message) -> "spec.modelRef.name: " + message;
      case ModelFailure.TimedOut(var message, _) -> "spec.timeout: " + message;
      case ModelFailure.Unauthorized(var message) -> "credentials: " + message;
      default -> failure.message();
    };
  }
}
