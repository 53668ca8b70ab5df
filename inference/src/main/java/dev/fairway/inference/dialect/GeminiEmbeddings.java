package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingRequest.Purpose;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gemini's `embedContent` for one text and `batchEmbedContents` for several. The version of the
/// API belongs to the base URL.
final class GeminiEmbeddings implements Operation<EmbeddingRequest, EmbeddingResponse> {
  private static final String DIALECT = "gemini";
  private static final Pattern MODEL =
      Pattern.compile("/models/([^/:?]+):(embedContent|batchEmbedContents)");

  @Override
  public EmbeddingRequest readRequest(String posted, Payload body) {
    return Reading.request(body.bytes(), json -> read(posted, json));
  }

  private static EmbeddingRequest read(String posted, Json body) {
    Matcher path = MODEL.matcher(posted);
    if (!path.find()) {
      throw new WrongField("model", "must stand in the path");
    }
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    boolean single = path.group(2).equals("embedContent");
    List<Fields> requests = single ? List.of(fields) : fields.objects("requests");
    if (requests.isEmpty()) {
      fields.wrong("requests", "must hold at least one request");
    }
    List<String> texts = new ArrayList<>();
    requests.forEach(request -> texts.add(text(request)));
    Fields first = requests.getFirst();
    Purpose purpose = purpose(first);
    Integer dimensions = first.count("outputDimensionality");
    requests.forEach(request -> same(request, first));
    requests.forEach(Fields::keepRest);
    fields.keepRest();
    return new EmbeddingRequest(
        PathSegment.decode(path.group(1)),
        texts,
        List.of(),
        dimensions,
        purpose,
        null,
        null,
        OperationFields.extras(DIALECT, extras));
  }

  private static String text(Fields request) {
    request.value("model"); // the path says it
    Fields content = request.object("content");
    StringBuilder text = new StringBuilder();
    if (content == null || content.objects("parts").isEmpty()) {
      return request.wrong("content", "must hold a text");
    }
    content.objects("parts").forEach(part -> text.append(part.required("text")));
    return text.toString();
  }

  private static void same(Fields request, Fields first) {
    for (String name : List.of("taskType", "outputDimensionality")) {
      Json value = request.value(name);
      Json expected = first.value(name);
      if (value == null ? expected != null : !value.equals(expected)) {
        request.wrong(name, "must be the same in all requests");
      }
    }
  }

  private static @Nullable Purpose purpose(Fields request) {
    return switch (request.text("taskType")) {
      case null -> null;
      case "TASK_TYPE_UNSPECIFIED" -> null;
      case "RETRIEVAL_DOCUMENT" -> Purpose.DOCUMENT;
      case "RETRIEVAL_QUERY" -> Purpose.QUERY;
      case "CLASSIFICATION" -> Purpose.CLASSIFICATION;
      case "CLUSTERING" -> Purpose.CLUSTERING;
      default ->
          request.wrong(
              "taskType",
              "must be one of RETRIEVAL_DOCUMENT, RETRIEVAL_QUERY, CLASSIFICATION, CLUSTERING");
    };
  }

  @Override
  public Call writeRequest(EmbeddingRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(DIALECT, unsupported);
    if (!request.tokens().isEmpty()) {
      omissions.refuse("input", "it takes texts, not tokens");
    }
    OperationFields.hint(omissions, "user", request.user());
    List<Json> requests = request.input().stream().map(text -> one(request, text)).toList();
    boolean single = requests.size() == 1;
    Body body = new Body();
    if (single) {
      ((Json.Obj) requests.getFirst()).fields().forEach(body::put);
    } else {
      body.put("requests", requests);
    }
    Json.Obj complete = OperationFields.complete(body, request.extras(), DIALECT, omissions);
    String path =
        "/models/%s:%s"
            .formatted(
                PathSegment.encode(request.model()),
                single ? "embedContent" : "batchEmbedContents");
    return new Call(path, Payload.json(complete), omissions.dropped());
  }

  private static Json one(EmbeddingRequest request, String text) {
    Body part = new Body().put("text", text);
    return new Body()
        .put("model", "models/" + request.model())
        .put("content", new Body().put("parts", List.of(part.json())))
        .put("taskType", word(request.purpose()))
        .put("outputDimensionality", request.dimensions())
        .json();
  }

  private static @Nullable String word(@Nullable Purpose purpose) {
    return switch (purpose) {
      case null -> null;
      case DOCUMENT -> "RETRIEVAL_DOCUMENT";
      case QUERY -> "RETRIEVAL_QUERY";
      case CLASSIFICATION -> "CLASSIFICATION";
      case CLUSTERING -> "CLUSTERING";
    };
  }

  @Override
  public EmbeddingResponse readAnswer(EmbeddingRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(request, json));
  }

  private static EmbeddingResponse read(EmbeddingRequest request, Json body) {
    Fields fields = Fields.of(body);
    Fields single = fields.object("embedding");
    List<Fields> all = single == null ? fields.objects("embeddings") : List.of(single);
    List<float[]> vectors =
        all.stream().map(item -> Vectors.read(item.value("values"), item.path("values"))).toList();
    Fields usage = fields.object("usageMetadata");
    return new EmbeddingResponse(
        request.model(),
        Vectors.complete(vectors, request, "embeddings"),
        usage == null ? Usage.UNKNOWN : OpenAiEmbeddings.usage(usage.whole("promptTokenCount")));
  }

  /// One text may have been asked for in either way; the client knows only its own.
  @Override
  public Payload writeAnswer(EmbeddingRequest request, EmbeddingResponse answer, Instant at) {
    List<Json> all =
        answer.vectors().stream()
            .map(vector -> (Json) Json.object("values", Vectors.write(vector, null)))
            .toList();
    Body body = new Body();
    if (all.size() == 1) {
      body.put("embedding", all.getFirst());
    }
    Long tokens = answer.usage().inputTotal();
    return Payload.json(
        body.put("embeddings", all)
            .put(
                "usageMetadata", tokens == null ? null : new Body().put("promptTokenCount", tokens))
            .json());
  }
}
