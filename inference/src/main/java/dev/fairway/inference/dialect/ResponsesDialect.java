package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// OpenAI's responses. From the types of OpenAI's TypeScript SDK 6.49.0.
///
/// What depends on state at the provider (`previous_response_id`, `conversation`, `prompt`,
/// references to items) and tools that the provider runs pass to a provider of this format only.
public final class ResponsesDialect implements Dialect {
  static final String NAME = "openai-responses";
  static final String PATH = "/responses";

  /// The canonical names of what is called otherwise here.
  private static final Map<String, String> NAMES =
      Map.of(
          "max_tokens", "max_output_tokens",
          "reasoning_effort", "reasoning.effort",
          "response_format", "text.format",
          "verbosity", "text.verbosity");

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
    return SignedCalls.read(Reading.request(body, json -> new ResponsesRequestReader().read(json)));
  }

  /// Items and messages do not correspond one to one, so of those the list is named.
  @Override
  public FieldNames fieldNames(ChatRequest request) {
    return FieldNames.of(NAMES, _ -> "input");
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new ResponsesRequestWriter(model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, ResponsesAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return ResponsesAnswers.write(SignedCalls.write(response), at).utf8();
  }

  @Override
  public Usage readUsage(Json.Obj reported) {
    return Reading.usage(reported, ResponsesAnswers::usage);
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new ResponsesEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return SignedCalls.writer(new ResponsesEventWriter(at));
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return OpenAiErrors.read(status, retryAfter, body);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return OpenAiErrors.write(OpenAiShape.OPENAI, failure);
  }
}
