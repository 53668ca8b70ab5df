package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingRequest.Encoding;
import dev.fairway.inference.chat.EmbeddingRequest.Purpose;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cohere's `/v2/embed`. The format insists on a purpose; to be found is the one that stands in.
final class CohereEmbeddings implements Operation<EmbeddingRequest, EmbeddingResponse> {
  private static final String DIALECT = "cohere";
  private static final String PATH = "/v2/embed";

  @Override
  public EmbeddingRequest readRequest(String posted, Payload body) {
    return Reading.request(body.bytes(), CohereEmbeddings::read);
  }

  private static EmbeddingRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    List<String> texts = fields.texts("texts");
    if (texts.isEmpty()) {
      fields.wrong("texts", "must hold at least one text");
    }
    String model = fields.required("model");
    Purpose purpose = purpose(fields);
    Encoding encoding = encoding(fields);
    Integer dimensions = fields.count("output_dimension");
    fields.keepRest();
    return new EmbeddingRequest(
        model,
        texts,
        List.of(),
        dimensions,
        purpose,
        encoding,
        null,
        OperationFields.extras(DIALECT, extras));
  }

  private static Purpose purpose(Fields fields) {
    return switch (fields.required("input_type")) {
      case "search_document" -> Purpose.DOCUMENT;
      case "search_query" -> Purpose.QUERY;
      case "classification" -> Purpose.CLASSIFICATION;
      case "clustering" -> Purpose.CLUSTERING;
      default ->
          fields.wrong(
              "input_type",
              "must be one of search_document, search_query, classification, clustering");
    };
  }

  private static @Nullable Encoding encoding(Fields fields) {
    List<String> types = fields.texts("embedding_types");
    if (types.isEmpty()) {
      return null;
    }
    return switch (types.size() == 1 ? types.getFirst() : "") {
      case "float" -> Encoding.FLOAT;
      case "base64" -> Encoding.BASE64;
      default -> fields.wrong("embedding_types", "must be float or base64 alone");
    };
  }

  @Override
  public Call writeRequest(EmbeddingRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(DIALECT, unsupported);
    if (!request.tokens().isEmpty()) {
      omissions.refuse("input", "it takes texts, not tokens");
    }
    OperationFields.hint(omissions, "user", request.user());
    boolean base64 = request.encoding() == Encoding.BASE64;
    Body body =
        new Body()
            .put("model", request.model())
            .put("input_type", word(request.purpose()))
            .put("texts", request.input())
            .put("embedding_types", List.of(base64 ? "base64" : "float"))
            .put("output_dimension", request.dimensions());
    Json.Obj complete = OperationFields.complete(body, request.extras(), DIALECT, omissions);
    return new Call(PATH, Payload.json(complete), omissions.dropped());
  }

  private static String word(@Nullable Purpose purpose) {
    return switch (purpose) {
      case null -> "search_document";
      case DOCUMENT -> "search_document";
      case QUERY -> "search_query";
      case CLASSIFICATION -> "classification";
      case CLUSTERING -> "clustering";
    };
  }

  @Override
  public EmbeddingResponse readAnswer(EmbeddingRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(request, json));
  }

  private static EmbeddingResponse read(EmbeddingRequest request, Json body) {
    Fields fields = Fields.of(body);
    Fields byType = fields.object("embeddings");
    if (byType == null) {
      return fields.wrong("embeddings", "is required");
    }
    String type = byType.value("float") == null ? "base64" : "float";
    List<float[]> vectors = Vectors.readAll(byType.items(type), byType.path(type));
    return new EmbeddingResponse(
        request.model(),
        Vectors.complete(vectors, request, "embeddings"),
        usage(fields.object("meta")));
  }

  private static Usage usage(@Nullable Fields meta) {
    Fields tokens = meta == null ? null : meta.object("tokens");
    Fields billed = meta == null ? null : meta.object("billed_units");
    Fields counted = tokens == null ? billed : tokens;
    return counted == null ? Usage.UNKNOWN : OpenAiEmbeddings.usage(counted.whole("input_tokens"));
  }

  @Override
  public Payload writeAnswer(EmbeddingRequest request, EmbeddingResponse answer, Instant at) {
    List<Json> vectors =
        answer.vectors().stream().map(v -> Vectors.write(v, request.encoding())).toList();
    String type = request.encoding() == Encoding.BASE64 ? "base64" : "float";
    Body billed = new Body().put("input_tokens", answer.usage().inputTotal());
    return Payload.json(
        new Body()
            .put("id", "embed-" + at.toEpochMilli())
            .put("embeddings", new Body().put(type, vectors))
            .put("texts", request.input())
            .put(
                "meta",
                new Body()
                    .put("api_version", new Body().put("version", "2"))
                    .put("billed_units", billed))
            .put("response_type", "embeddings_by_type")
            .json());
  }
}
