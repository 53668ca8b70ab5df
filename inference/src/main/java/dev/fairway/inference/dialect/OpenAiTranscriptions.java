package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import dev.fairway.inference.chat.TranscriptionRequest;
import dev.fairway.inference.chat.TranscriptionResponse;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/// OpenAI's `audio/transcriptions`: a form with a sound in it, answered by JSON or by plain text.
/// Not as a stream.
final class OpenAiTranscriptions implements Operation<TranscriptionRequest, TranscriptionResponse> {
  private static final String DIALECT = OpenAiDialect.NAME;
  private static final Set<String> PLAIN = Set.of("text", "srt", "vtt");

  private final BinaryOperator<String> path;

  OpenAiTranscriptions(BinaryOperator<String> path) {
    this.path = path;
  }

  @Override
  public TranscriptionRequest readRequest(String posted, Payload body) {
    return Reading.form(body, OpenAiTranscriptions::read);
  }

  private static TranscriptionRequest read(Multipart form) {
    List<Media> files = form.files("file");
    if (files.size() != 1) {
      throw new WrongField("file", "must be there once");
    }
    FormFields fields = new FormFields(form);
    fields.refuseStream();
    return new TranscriptionRequest(
        fields.required("model"),
        files.getFirst(),
        fields.text("language"),
        fields.text("prompt"),
        fields.text("response_format"),
        fields.number("temperature"),
        fields.rest(DIALECT));
  }

  @Override
  public Call writeRequest(TranscriptionRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(DIALECT, unsupported);
    Multipart form =
        new Multipart()
            .text("model", request.model())
            .file("file", request.audio())
            .text("language", request.language())
            .text("prompt", request.prompt())
            .text("response_format", request.format())
            .text("temperature", request.temperature());
    FormFields.complete(form, request.extras(), DIALECT, omissions);
    return new Call(
        path.apply(request.model(), "audio/transcriptions"), form.write(), omissions.dropped());
  }

  @Override
  public TranscriptionResponse readAnswer(TranscriptionRequest request, Payload body) {
    return body.isJson()
        ? Reading.answer(body.bytes(), OpenAiTranscriptions::read)
        : new TranscriptionResponse(
            new String(body.bytes(), StandardCharsets.UTF_8),
            Json.object(),
            Usage.UNKNOWN,
            List.of());
  }

  private static TranscriptionResponse read(Json body) {
    Fields fields = Fields.of(body);
    String text = fields.required("text");
    Map<String, Json> details = new LinkedHashMap<>(fields.json().fields());
    details.remove("text");
    return new TranscriptionResponse(
        text, new Json.Obj(details), OpenAiImages.usage(fields.object("usage")), List.of());
  }

  @Override
  public Payload writeAnswer(
      TranscriptionRequest request, TranscriptionResponse answer, Instant at) {
    if (request.format() != null && PLAIN.contains(request.format())) {
      return new Payload(
          "text/plain; charset=utf-8", answer.text().getBytes(StandardCharsets.UTF_8));
    }
    Body body = new Body().put("text", answer.text());
    answer.details().fields().forEach(body::put);
    return Payload.json(body.json());
  }
}
