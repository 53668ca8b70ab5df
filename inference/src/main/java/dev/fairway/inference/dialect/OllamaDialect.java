package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ollama's own chat. From its API documentation and its Go types.
///
/// What is special: it streams unless told not to, as lines of JSON; arguments of tools are objects
/// and come whole; pictures are bare Base64; a message has one text; a call of a tool may lack an
/// id, and gets one here.
public final class OllamaDialect implements Dialect {
  static final String NAME = "ollama";
  static final String PATH = "/api/chat";

  /// The canonical names of what is called otherwise here.
  private static final Map<String, String> NAMES =
      Map.of(
          "max_tokens", "options.num_predict",
          "temperature", "options.temperature",
          "top_p", "options.top_p",
          "top_k", "options.top_k",
          "seed", "options.seed",
          "frequency_penalty", "options.frequency_penalty",
          "presence_penalty", "options.presence_penalty",
          "stop", "options.stop",
          "reasoning_effort", "think",
          "response_format", "format");

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
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public ChatRequest readRequest(String path, byte[] body) {
    return SignedCalls.read(Reading.request(body, json -> new OllamaRequestReader().read(json)));
  }

  @Override
  public FieldNames fieldNames(ChatRequest request) {
    return FieldNames.of(
        NAMES, MessagePaths.resultsApart(request, OllamaDialect::place, ".function.arguments"));
  }

  private static String place(List<Part> parts, int index) {
    Class<? extends Part> kind = parts.get(index).getClass();
    long ordinal = MessagePaths.ordinal(parts, index, kind::isInstance);
    return switch (parts.get(index)) {
      case Part.ToolCall _ -> "tool_calls[" + ordinal + "]";
      case Part.Image _ -> "images[" + ordinal + "]";
      case Part.Thinking _ -> "thinking";
      default -> "content";
    };
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new OllamaRequestWriter(model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, OllamaAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return OllamaAnswers.write(SignedCalls.write(response), at).utf8();
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new OllamaEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return SignedCalls.writer(new OllamaEventWriter(at));
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
