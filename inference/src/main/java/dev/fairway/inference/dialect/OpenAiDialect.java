package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// OpenAI's chat completions. From the published OpenAPI document 2.3.0.
public final class OpenAiDialect implements Dialect {
  static final String NAME = "openai";
  static final String PATH = "/chat/completions";

  private final boolean compatible;

  private OpenAiDialect(boolean compatible) {
    this.compatible = compatible;
  }

  /// As OpenAI itself speaks it.
  public static OpenAiDialect standard() {
    return new OpenAiDialect(false);
  }

  /// As most other servers understand it: `max_tokens` instead of `max_completion_tokens`, and
  /// `top_k`.
  public static OpenAiDialect compatible() {
    return new OpenAiDialect(true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of();
  }

  @Override
  public KeyHeader keyHeader() {
    return KeyHeader.BEARER;
  }

  @Override
  public ChatRequest readRequest(String path, byte[] body) {
    return Reading.request(body, OpenAiRequestReader::read);
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new OpenAiRequestWriter(compatible, model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, OpenAiAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return OpenAiAnswers.write(response, at).utf8();
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new OpenAiEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return new OpenAiEventWriter(at, usage);
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return OpenAiErrors.read(status, retryAfter, body);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return OpenAiErrors.write(failure);
  }
}
