package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.TokenCount;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Anthropic's `count_tokens`: a message that is not answered.
final class AnthropicTokenCount implements Operation<ChatRequest, TokenCount> {
  private static final String PATH = "/v1/messages/count_tokens";

  /// What has a say in the count; the call takes nothing else.
  private static final Set<String> COUNTED =
      Set.of(
          "cache_control",
          "messages",
          "model",
          "output_config",
          "speed",
          "system",
          "thinking",
          "tool_choice",
          "tools");

  private final AnthropicDialect messages;

  AnthropicTokenCount(AnthropicDialect messages) {
    this.messages = messages;
  }

  @Override
  public ChatRequest readRequest(String posted, Payload body) {
    return messages.readRequest(posted, body.bytes());
  }

  @Override
  public Call writeRequest(ChatRequest request, CallContext.Unsupported unsupported) {
    Dialect.WireRequest whole = messages.writeRequest(request, ModelTraits.UNKNOWN, unsupported);
    Map<String, Json> counted = new LinkedHashMap<>(((Json.Obj) Json.parse(whole.body())).fields());
    counted.keySet().retainAll(COUNTED);
    return new Call(PATH, Payload.json(new Json.Obj(counted)), whole.dropped());
  }

  @Override
  public TokenCount readAnswer(ChatRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(Fields.of(json)));
  }

  private static TokenCount read(Fields fields) {
    Long tokens = fields.whole("input_tokens");
    return tokens == null
        ? fields.wrong("input_tokens", "is required")
        : new TokenCount(tokens, Usage.Source.REPORTED, List.of());
  }

  @Override
  public Payload writeAnswer(ChatRequest request, TokenCount answer, Instant at) {
    return Payload.json(new Body().put("input_tokens", answer.inputTokens()).json());
  }
}
