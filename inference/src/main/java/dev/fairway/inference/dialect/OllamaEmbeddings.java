package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ollama's `/api/embed`.
final class OllamaEmbeddings implements Operation<EmbeddingRequest, EmbeddingResponse> {
  private static final String DIALECT = "ollama";
  private static final String PATH = "/api/embed";

  @Override
  public EmbeddingRequest readRequest(String posted, Payload body) {
    return Reading.request(body.bytes(), OllamaEmbeddings::read);
  }

  private static EmbeddingRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    List<String> texts =
        fields.value("input") instanceof Json.Str(var text) ? List.of(text) : fields.texts("input");
    if (texts.isEmpty()) {
      fields.wrong("input", "must hold at least one text");
    }
    String model = fields.required("model");
    Integer dimensions = fields.count("dimensions");
    fields.keepRest();
    return new EmbeddingRequest(
        model,
        texts,
        List.of(),
        dimensions,
        null,
        null,
        null,
        OperationFields.extras(DIALECT, extras));
  }

  @Override
  public Call writeRequest(EmbeddingRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(DIALECT, unsupported);
    if (!request.tokens().isEmpty()) {
      omissions.refuse("input", "it takes texts, not tokens");
    }
    OperationFields.hint(omissions, "user", request.user());
    OperationFields.refuse(omissions, "purpose", request.purpose());
    Body body =
        new Body()
            .put("model", request.model())
            .put("input", request.input())
            .put("dimensions", request.dimensions());
    Json.Obj complete = OperationFields.complete(body, request.extras(), DIALECT, omissions);
    return new Call(PATH, Payload.json(complete), omissions.dropped());
  }

  @Override
  public EmbeddingResponse readAnswer(EmbeddingRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(request, json));
  }

  private static EmbeddingResponse read(EmbeddingRequest request, Json body) {
    Fields fields = Fields.of(body);
    List<float[]> vectors = Vectors.readAll(fields.items("embeddings"), "embeddings");
    return new EmbeddingResponse(
        fields.text("model", request.model()),
        Vectors.complete(vectors, request, "embeddings"),
        OpenAiEmbeddings.usage(fields.whole("prompt_eval_count")));
  }

  @Override
  public Payload writeAnswer(EmbeddingRequest request, EmbeddingResponse answer, Instant at) {
    return Payload.json(
        new Body()
            .put("model", answer.model())
            .put(
                "embeddings",
                answer.vectors().stream().map(vector -> Vectors.write(vector, null)).toList())
            .put("prompt_eval_count", answer.usage().inputTotal())
            .json());
  }
}
