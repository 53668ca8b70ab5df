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

/// Text generation of KServe's V2 protocol, `generate` and `generate_stream`. From the Open
/// Inference Protocol's `generate_rest.yaml`.
///
/// It takes one text, not a conversation: a system prompt goes before the user's text, and is
/// listed as approximated; further turns, tools and pictures are refused. A runtime with a chat
/// template speaks OpenAI's format and is better asked in that. Tensors (`infer`) hold no
/// conversation; they are used for embeddings only. The path names the model, as `model` or
/// `model/versions/version`.
public final class KServeDialect implements Dialect {
  static final String NAME = "kserve";

  /// The canonical names of what is called otherwise here.
  private static final Map<String, String> NAMES =
      Map.of(
          "max_tokens", "parameters.max_tokens",
          "temperature", "parameters.temperature",
          "top_p", "parameters.top_p",
          "frequency_penalty", "parameters.frequency_penalty",
          "stop", "parameters.stop");

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
    return Reading.request(body, json -> KServeRequests.read(path, json));
  }

  @Override
  public FieldNames fieldNames(ChatRequest request) {
    return FieldNames.of(NAMES, _ -> "text_input");
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new KServeRequests(model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, KServeAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return KServeAnswers.write(response).utf8();
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new KServeEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return new KServeEventWriter();
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return PlainErrors.read(status, retryAfter, body);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return PlainErrors.write("error", failure);
  }
}
