package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// OpenAI's chat completions and the formats made after them. From the published OpenAPI document
/// 2.3.0; Azure's and Mistral's differences from their own reference pages.
public final class OpenAiDialect implements Dialect {
  static final String NAME = "openai";

  private final OpenAiShape shape;
  private final KeyHeader keyHeader;
  private final UnaryOperator<String> path;

  private OpenAiDialect(OpenAiShape shape, KeyHeader keyHeader, UnaryOperator<String> path) {
    this.shape = shape;
    this.keyHeader = keyHeader;
    this.path = path;
  }

  /// As OpenAI itself speaks it.
  public static OpenAiDialect standard() {
    return new OpenAiDialect(OpenAiShape.OPENAI, KeyHeader.BEARER, _ -> "/chat/completions");
  }

  /// As most other servers understand it: `max_tokens` instead of `max_completion_tokens`, and
  /// `top_k`.
  public static OpenAiDialect compatible() {
    return new OpenAiDialect(OpenAiShape.COMPATIBLE, KeyHeader.BEARER, _ -> "/chat/completions");
  }

  /// As Azure OpenAI takes it: OpenAI's bodies, the model being the name of a deployment.
  ///
  /// @param apiVersion a dated version such as `2024-10-21`; null, `v1` or `preview` for the
  ///   undated `/openai/v1`
  public static OpenAiDialect azure(@Nullable String apiVersion) {
    return new OpenAiDialect(
        OpenAiShape.OPENAI, KeyHeader.API_KEY, deployment -> AzurePath.of(apiVersion, deployment));
  }

  /// As Mistral takes it.
  public static OpenAiDialect mistral() {
    return new OpenAiDialect(OpenAiShape.MISTRAL, KeyHeader.BEARER, _ -> "/v1/chat/completions");
  }

  @Override
  public String name() {
    return shape.name();
  }

  @Override
  public Map<String, String> headers() {
    return Map.of();
  }

  @Override
  public KeyHeader keyHeader() {
    return keyHeader;
  }

  @Override
  public ChatRequest readRequest(String posted, byte[] body) {
    String deployment = AzurePath.deployment(posted);
    return SignedCalls.read(
        Reading.request(body, json -> OpenAiRequestReader.read(shape, deployment, json)));
  }

  @Override
  public FieldNames fieldNames(ChatRequest request) {
    return FieldNames.of(
        Map.of("seed", shape.seed(), "max_tokens", shape.maxTokens()),
        MessagePaths.resultsApart(request, this::place, ".function.arguments"));
  }

  private String place(List<Part> parts, int index) {
    boolean chunks = shape.has(OpenAiShape.Difference.CONTENT_CHUNKS);
    return switch (parts.get(index)) {
      case Part.ToolCall _ ->
          "tool_calls[%d]"
              .formatted(MessagePaths.ordinal(parts, index, Part.ToolCall.class::isInstance));
      case Part.Thinking _, Part.RedactedThinking _ when !chunks ->
          "thinking_blocks[%d]"
              .formatted(MessagePaths.ordinal(parts, index, OpenAiDialect::thinks));
      default ->
          MessagePaths.content(
              parts, index, part -> !(part instanceof Part.ToolCall) && (chunks || !thinks(part)));
    };
  }

  private static boolean thinks(Part part) {
    return part instanceof Part.Thinking || part instanceof Part.RedactedThinking;
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new OpenAiRequestWriter(shape, model, unsupported)
        .write(path.apply(request.model()), request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, OpenAiAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return OpenAiAnswers.write(shape, SignedCalls.write(response), at).utf8();
  }

  @Override
  public Usage readUsage(Json.Obj reported) {
    return Reading.usage(reported, OpenAiAnswers::usage);
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new OpenAiEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return SignedCalls.writer(new OpenAiEventWriter(shape, at, usage));
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return OpenAiErrors.read(status, retryAfter, body);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return OpenAiErrors.write(shape, failure);
  }
}
