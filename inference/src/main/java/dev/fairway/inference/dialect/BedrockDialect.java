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

/// `Converse` and `ConverseStream` of Amazon Bedrock, from the service model in AWS's SDK for Java
/// 2.54. Calls are signed, or carry an API key as a bearer token.
///
/// What differs: the path names the model and the answer does not; roles take turns; streams are
/// binary frames; tools cannot be forbidden while the history uses some.
public final class BedrockDialect implements Dialect {
  static final String NAME = "bedrock";

  private BedrockDialect() {}

  public static BedrockDialect standard() {
    return new BedrockDialect();
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
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }

  @Override
  public ChatRequest readRequest(String path, byte[] body) {
    BedrockPath posted = BedrockPath.read(path);
    return SignedCalls.read(Reading.request(body, json -> BedrockRequestReader.read(posted, json)));
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new BedrockRequestWriter(model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, BedrockAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return BedrockAnswers.write(SignedCalls.write(response)).utf8();
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new BedrockEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return SignedCalls.writer(new BedrockEventWriter());
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return BedrockErrors.read(status, retryAfter, body);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return BedrockErrors.write(failure);
  }
}
