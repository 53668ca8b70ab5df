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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Cohere's chat in version 2. From Cohere's reference and the types of its Python SDK.
///
/// What is special: what the model says before it calls tools is `tool_plan`, a text like any other
/// in the canonical form; citations are blocks of their own; an answer does not name its model; the
/// counted tokens are recorded, not the billed ones.
public final class CohereDialect implements Dialect {
  static final String NAME = "cohere";
  static final String PATH = "/v2/chat";

  /// The canonical names of what is called otherwise here.
  private static final Map<String, String> NAMES =
      Map.of(
          "stop", "stop_sequences",
          "top_p", "p",
          "top_k", "k",
          "reasoning_effort", "thinking");

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
    return SignedCalls.read(Reading.request(body, CohereRequestReader::read));
  }

  @Override
  public FieldNames fieldNames(ChatRequest request) {
    return FieldNames.of(
        NAMES, MessagePaths.resultsApart(request, CohereDialect::place, ".function.arguments"));
  }

  private static String place(List<Part> parts, int index) {
    Predicate<Part> isCall = Part.ToolCall.class::isInstance;
    return parts.get(index) instanceof Part.ToolCall
        ? "tool_calls[%d]".formatted(MessagePaths.ordinal(parts, index, isCall))
        : MessagePaths.content(parts, index, isCall.negate());
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new CohereRequestWriter(model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, CohereAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return CohereAnswers.write(SignedCalls.write(response), at).utf8();
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new CohereEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return SignedCalls.writer(new CohereEventWriter(at));
  }

  /// 498 is Cohere's own: its filter refused what goes in or comes out.
  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    ModelFailure failure = PlainErrors.read(status, retryAfter, body);
    return status == 498 ? new ModelFailure.Refused(failure.message()) : failure;
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return PlainErrors.write("message", failure);
  }
}
