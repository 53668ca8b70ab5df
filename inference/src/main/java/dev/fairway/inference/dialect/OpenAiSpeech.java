package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.SpeechRequest;
import dev.fairway.inference.chat.SpeechResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// OpenAI's `audio/speech`, whose answer is the sound itself. Not as a stream of events.
final class OpenAiSpeech implements Operation<SpeechRequest, SpeechResponse> {
  private static final String DIALECT = OpenAiDialect.NAME;

  private final BinaryOperator<String> path;

  OpenAiSpeech(BinaryOperator<String> path) {
    this.path = path;
  }

  @Override
  public SpeechRequest readRequest(String posted, Payload body) {
    return Reading.request(body.bytes(), OpenAiSpeech::read);
  }

  private static SpeechRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    if (!fields.text("stream_format", "audio").equals("audio")) {
      fields.wrong("stream_format", "must be audio");
    }
    Json voice = fields.value("voice");
    SpeechRequest request =
        new SpeechRequest(
            fields.required("model"),
            fields.required("input"),
            voice == null ? fields.<Json>wrong("voice", "is required") : voice,
            fields.text("instructions"),
            fields.text("response_format"),
            fields.number("speed"),
            OperationFields.extras(DIALECT, Map.of()));
    fields.keepRest();
    return new SpeechRequest(
        request.model(),
        request.text(),
        request.voice(),
        request.instructions(),
        request.format(),
        request.speed(),
        OperationFields.extras(DIALECT, extras));
  }

  @Override
  public Call writeRequest(SpeechRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(DIALECT, unsupported);
    Body body =
        new Body()
            .put("model", request.model())
            .put("input", request.text())
            .put("voice", request.voice())
            .put("instructions", request.instructions())
            .put("response_format", request.format())
            .put("speed", request.speed());
    Json.Obj complete = OperationFields.complete(body, request.extras(), DIALECT, omissions);
    return new Call(
        path.apply(request.model(), "audio/speech"), Payload.json(complete), omissions.dropped());
  }

  @Override
  public SpeechResponse readAnswer(SpeechRequest request, Payload body) {
    String type = body.mediaType();
    if (!type.startsWith("audio/") && !type.equals("application/octet-stream")) {
      throw new ModelFailureException(
          new ModelFailure.Malformed(
              "the provider answered with %s, not with a sound".formatted(type)));
    }
    return new SpeechResponse(new Media(body.type(), null, body.bytes()), List.of());
  }

  @Override
  public Payload writeAnswer(SpeechRequest request, SpeechResponse answer, Instant at) {
    return new Payload(answer.audio().mediaType(), answer.audio().bytes());
  }
}
