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

/// Google's Gemini: `generateContent` and `streamGenerateContent` of API version `v1beta`, from
/// Google's reference and the types of its JavaScript SDK 2.18.
///
/// What differs: the path names the model; a call is tied to its result by name and order, and may
/// be signed; results of tools are objects; there is one system instruction.
public final class GeminiDialect implements Dialect {
  static final String NAME = "gemini";

  /// The canonical names of what is called otherwise here.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("max_tokens", "generationConfig.maxOutputTokens"),
          Map.entry("temperature", "generationConfig.temperature"),
          Map.entry("top_p", "generationConfig.topP"),
          Map.entry("top_k", "generationConfig.topK"),
          Map.entry("seed", "generationConfig.seed"),
          Map.entry("frequency_penalty", "generationConfig.frequencyPenalty"),
          Map.entry("presence_penalty", "generationConfig.presencePenalty"),
          Map.entry("stop", "generationConfig.stopSequences"),
          Map.entry("reasoning_effort", "generationConfig.thinkingConfig"),
          Map.entry("response_format", "generationConfig.responseMimeType"),
          Map.entry("tool_choice", "toolConfig.functionCallingConfig"));

  private GeminiDialect() {}

  public static GeminiDialect standard() {
    return new GeminiDialect();
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
    return KeyHeader.X_GOOG_API_KEY;
  }

  @Override
  public ChatRequest readRequest(String path, byte[] body) {
    GeminiPath posted = GeminiPath.read(path);
    return Reading.request(body, json -> GeminiRequestReader.read(posted, json));
  }

  @Override
  public FieldNames fieldNames(ChatRequest request) {
    return FieldNames.of(
        NAMES,
        MessagePaths.systemApart(
            request, "systemInstruction.parts", "contents", "parts", ".functionCall.args"));
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new GeminiRequestWriter(model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, GeminiAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return GeminiAnswers.write(response, at).utf8();
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new GeminiEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return new GeminiEventWriter(at);
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return GeminiErrors.read(status, retryAfter, body);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return GeminiErrors.write(failure);
  }
}
