package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.RerankRequest;
import dev.fairway.inference.chat.RerankResponse;
import dev.fairway.inference.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rerank calls. The formats differ in a few words only.
///
/// @param path where to post
/// @param top what the number of wanted documents is called
/// @param list what the list of results is called
/// @param meta whether usage stands in Cohere's `meta` or in a `usage` of its own
record Rerank(String dialect, String path, String top, String list, boolean meta)
    implements Operation<RerankRequest, RerankResponse> {
  /// Cohere's `/v2/rerank`.
  static final Rerank COHERE = new Rerank("cohere", "/v2/rerank", "top_n", "results", true);

  /// Jina's, which vLLM and other servers of OpenAI's formats took over.
  static final Rerank JINA = new Rerank("openai", "/rerank", "top_n", "results", false);

  static final Rerank VOYAGE = new Rerank("voyage", "/rerank", "top_k", "data", false);

  @Override
  public RerankRequest readRequest(String posted, Payload body) {
    return Reading.request(body.bytes(), this::read);
  }

  private RerankRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    List<String> documents = documents(fields);
    RerankRequest request =
        new RerankRequest(
            fields.required("model"),
            fields.required("query"),
            documents,
            fields.count(top),
            OperationFields.extras(dialect, Map.of()));
    fields.keepRest();
    return new RerankRequest(
        request.model(),
        request.query(),
        documents,
        request.topN(),
        OperationFields.extras(dialect, extras));
  }

  /// Texts, or objects with a text.
  private static List<String> documents(Fields fields) {
    List<String> documents = new ArrayList<>();
    for (Json item : fields.items("documents")) {
      documents.add(text(fields, item));
    }
    return documents.isEmpty()
        ? fields.wrong("documents", "must hold at least one text")
        : documents;
  }

  private static String text(Fields fields, Json item) {
    Json text = item instanceof Json.Obj(var object) ? object.get("text") : item;
    return text instanceof Json.Str(var value)
        ? value
        : fields.<String>wrong("documents", "must hold texts");
  }

  @Override
  public Call writeRequest(RerankRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(dialect, unsupported);
    Body body =
        new Body()
            .put("model", request.model())
            .put("query", request.query())
            .put("documents", request.documents())
            .put(top, request.topN());
    Json.Obj complete = OperationFields.complete(body, request.extras(), dialect, omissions);
    return new Call(path, Payload.json(complete), omissions.dropped());
  }

  @Override
  public RerankResponse readAnswer(RerankRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(request, json));
  }

  private RerankResponse read(RerankRequest request, Json body) {
    Fields fields = Fields.of(body);
    if (fields.value(list) == null) {
      fields.wrong(list, "is required");
    }
    List<RerankResponse.Rank> ranks =
        fields.objects(list).stream().map(result -> rank(request, result)).toList();
    return new RerankResponse(
        fields.text("model", request.model()), ranks, usage(fields), List.of());
  }

  private static RerankResponse.Rank rank(RerankRequest request, Fields result) {
    Integer index = result.count("index");
    BigDecimal score = result.number("relevance_score");
    if (index == null || index >= request.documents().size()) {
      return result.wrong("index", "must be that of a document");
    }
    return score == null
        ? result.wrong("relevance_score", "is required")
        : new RerankResponse.Rank(index, score.doubleValue());
  }

  private Usage usage(Fields fields) {
    Fields counted = fields.object(meta ? "meta" : "usage");
    if (meta) {
      Fields tokens = counted == null ? null : counted.object("tokens");
      return tokens == null ? Usage.UNKNOWN : OpenAiEmbeddings.usage(tokens.whole("input_tokens"));
    }
    return counted == null ? Usage.UNKNOWN : OpenAiEmbeddings.usage(counted.whole("total_tokens"));
  }

  @Override
  public Payload writeAnswer(RerankRequest request, RerankResponse answer, Instant at) {
    boolean texts = new Json.Bool(true).equals(request.extras().fields().get("return_documents"));
    List<Json> results = new ArrayList<>();
    for (RerankResponse.Rank rank : answer.ranks()) {
      String text = request.documents().get(rank.index());
      Json.Obj document = Json.object("text", new Json.Str(text));
      results.add(
          new Body()
              .put("index", rank.index())
              .put("relevance_score", BigDecimal.valueOf(rank.score()))
              .put("document", texts ? document : null)
              .json());
    }
    Body body = new Body().put("id", "rerank-" + at.toEpochMilli());
    Long tokens = answer.usage().inputTotal();
    if (meta) {
      return Payload.json(body.put(list, results).put("meta", metaOf(tokens)).json());
    }
    return Payload.json(
        body.put("model", answer.model())
            .put(list, results)
            .put("usage", tokens == null ? null : new Body().put("total_tokens", tokens))
            .json());
  }

  private static Body metaOf(@Nullable Long tokens) {
    return new Body()
        .put("api_version", new Body().put("version", "2"))
        .put("tokens", tokens == null ? null : new Body().put("input_tokens", tokens));
  }
}
