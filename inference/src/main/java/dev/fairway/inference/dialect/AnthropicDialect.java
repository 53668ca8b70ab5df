package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Anthropic's messages, in the API versions `2023-06-01` and `2026-10-21`. From the types of
/// Anthropic's TypeScript SDK 0.137.0 and 1.12.0.
///
/// What differs: the newer version has no sampling parameters, takes system messages anywhere in a
/// conversation, and wants its key as a bearer token.
public final class AnthropicDialect implements Dialect {
  static final String NAME = "anthropic";
  static final String PATH = "/v1/messages";

  /// The version of a call that names none.
  public static final String FIRST_VERSION = "2023-06-01";

  /// The newest version known here.
  public static final String NEWEST_VERSION = "2026-10-21";

  /// The canonical names of what is called otherwise here.
  private static final Map<String, String> NAMES =
      Map.of(
          "stop", "stop_sequences",
          "parallel_tool_calls", "tool_choice.disable_parallel_tool_use",
          "reasoning_effort", "output_config.effort",
          "response_format", "output_config.format",
          "user", "metadata.user_id");

  private final String version;

  private AnthropicDialect(String version) {
    this.version = version;
  }

  /// @param version value of the header `anthropic-version`
  /// @throws IllegalArgumentException when that version is not known here
  public static AnthropicDialect version(String version) {
    if (!version.equals(FIRST_VERSION) && !version.equals(NEWEST_VERSION)) {
      throw new IllegalArgumentException(
          "unknown version %s of the Anthropic API; known are %s and %s"
              .formatted(version, FIRST_VERSION, NEWEST_VERSION));
    }
    return new AnthropicDialect(version);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("anthropic-version", version);
  }

  @Override
  public KeyHeader keyHeader() {
    return newest() ? KeyHeader.BEARER : KeyHeader.X_API_KEY;
  }

  private boolean newest() {
    return version.equals(NEWEST_VERSION);
  }

  @Override
  public ChatRequest readRequest(String path, byte[] body) {
    return SignedCalls.read(Reading.request(body, AnthropicRequestReader::read));
  }

  @Override
  public FieldNames fieldNames(ChatRequest request) {
    FieldNames names =
        FieldNames.of(
            NAMES, MessagePaths.systemApart(request, "system", "messages", "content", ".input"));
    boolean off = "none".equals(request.parameters().reasoningEffort());
    return path -> off && path.equals("reasoning_effort") ? "thinking" : names.of(path);
  }

  @Override
  public WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported) {
    return new AnthropicRequestWriter(newest(), model, unsupported).write(request);
  }

  @Override
  public ChatResponse readResponse(byte[] body) {
    return Reading.answer(body, AnthropicAnswers::read);
  }

  @Override
  public byte[] writeResponse(ChatResponse response, Instant at) {
    return AnthropicAnswers.write(SignedCalls.write(response), at).utf8();
  }

  @Override
  public Usage readUsage(Json.Obj reported) {
    return Reading.usage(reported, AnthropicAnswers::usage);
  }

  @Override
  public EventReader readEvents(int maxLineBytes) {
    return new AnthropicEventReader(maxLineBytes);
  }

  @Override
  public EventWriter writeEvents(Instant at, boolean usage) {
    return SignedCalls.writer(new AnthropicEventWriter(at));
  }

  @Override
  public ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body) {
    return AnthropicErrors.read(status, retryAfter, body);
  }

  @Override
  public RateLimits readLimits(Headers headers, Instant now) {
    return RateLimitHeaders.readAnthropic(headers, now);
  }

  @Override
  public Map<String, String> writeLimits(RateLimits limits, Instant now) {
    return RateLimitHeaders.writeAnthropic(limits, now);
  }

  @Override
  public WireError writeError(ModelFailure failure) {
    return AnthropicErrors.write(failure);
  }
}
