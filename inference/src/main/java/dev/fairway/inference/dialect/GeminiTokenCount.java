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

/// Gemini's `countTokens`: a whole request, or its contents alone, that is not answered.
final class GeminiTokenCount implements Operation<ChatRequest, TokenCount> {
  private static final String COUNT = ":countTokens";
  private static final String ANSWER = ":generateContent";
  private static final String WHOLE = "generateContentRequest";

  private final GeminiDialect chat;

  GeminiTokenCount(GeminiDialect chat) {
    this.chat = chat;
  }

  @Override
  public ChatRequest readRequest(String posted, Payload body) {
    Json.Obj counted = Reading.request(body.bytes(), GeminiTokenCount::counted);
    return chat.readRequest(posted.replace(COUNT, ANSWER), counted.utf8());
  }

  /// The path says the model; here the body says it again.
  private static Json.Obj counted(Json body) {
    Fields fields = Fields.of(body);
    Fields whole = fields.object(WHOLE);
    Map<String, Json> counted =
        new LinkedHashMap<>((whole == null ? fields : whole).json().fields());
    counted.remove("model");
    return new Json.Obj(counted);
  }

  @Override
  public Call writeRequest(ChatRequest request, CallContext.Unsupported unsupported) {
    Dialect.WireRequest wire =
        chat.writeRequest(request.withStream(false), ModelTraits.UNKNOWN, unsupported);
    String path = wire.path();
    String model = path.substring(1, path.length() - ANSWER.length());
    Json.Obj whole =
        ((Json.Obj) Json.parse(wire.body())).with("model", new Json.Str(PathSegment.decode(model)));
    return new Call(
        path.replace(ANSWER, COUNT), Payload.json(Json.object(WHOLE, whole)), wire.dropped());
  }

  @Override
  public TokenCount readAnswer(ChatRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(Fields.of(json)));
  }

  private static TokenCount read(Fields fields) {
    Long tokens = fields.whole("totalTokens");
    return tokens == null
        ? fields.wrong("totalTokens", "is required")
        : new TokenCount(tokens, Usage.Source.REPORTED, List.of());
  }

  @Override
  public Payload writeAnswer(ChatRequest request, TokenCount answer, Instant at) {
    return Payload.json(new Body().put("totalTokens", answer.inputTokens()).json());
  }
}
