package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Inference on tensors in KServe's V2 protocol, as models that embed understand it: texts in one
/// tensor of `BYTES`, vectors in one of `FP32`. The names of the tensors are those of KServe's own
/// runtime for such models.
final class KServeEmbeddings implements Operation<EmbeddingRequest, EmbeddingResponse> {
  private static final String INPUT = "input-0";
  private static final String OUTPUT = "output-0";

  @Override
  public EmbeddingRequest readRequest(String posted, Payload body) {
    return Reading.request(body.bytes(), json -> read(KServePath.read(posted), json));
  }

  private static EmbeddingRequest read(KServePath path, Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    List<Fields> tensors = fields.objects("inputs");
    if (tensors.size() != 1 || !tensors.getFirst().required("datatype").equals("BYTES")) {
      fields.wrong("inputs", "must hold one tensor of datatype BYTES");
    }
    List<String> texts = tensors.getFirst().texts("data");
    fields.keepRest();
    return new EmbeddingRequest(
        path.model(),
        texts,
        List.of(),
        null,
        null,
        null,
        null,
        OperationFields.extras(KServeDialect.NAME, extras));
  }

  @Override
  public Call writeRequest(EmbeddingRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(KServeDialect.NAME, unsupported);
    if (!request.tokens().isEmpty()) {
      omissions.refuse("input", "it takes texts, not tokens");
    }
    OperationFields.refuse(omissions, "dimensions", request.dimensions());
    OperationFields.refuse(omissions, "purpose", request.purpose());
    OperationFields.hint(omissions, "user", request.user());
    List<String> texts = request.input();
    Body tensor = tensor(INPUT, List.of(texts.size()), "BYTES").put("data", texts);
    Body body = new Body().put("inputs", List.of(tensor.json()));
    Json.Obj complete =
        OperationFields.complete(body, request.extras(), KServeDialect.NAME, omissions);
    String path = new KServePath(request.model(), KServePath.INFER).write();
    return new Call(path, Payload.json(complete), omissions.dropped());
  }

  private static Body tensor(String name, List<Integer> shape, String type) {
    return new Body().put("name", name).put("shape", shape).put("datatype", type);
  }

  @Override
  public EmbeddingResponse readAnswer(EmbeddingRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(request, json));
  }

  private static EmbeddingResponse read(EmbeddingRequest request, Json body) {
    Fields fields = Fields.of(body);
    List<Fields> tensors = fields.objects("outputs");
    if (tensors.isEmpty()) {
      return fields.wrong("outputs", "must hold a tensor");
    }
    List<Json> numbers = new ArrayList<>();
    tensors.getFirst().items("data").forEach(item -> flatten(item, numbers));
    return new EmbeddingResponse(
        fields.text("model_name", request.model()),
        Vectors.complete(rows(numbers, request.input().size()), request, "outputs[0].data"),
        Usage.UNKNOWN);
  }

  /// Tensors may be flat or nested.
  private static void flatten(Json item, List<Json> numbers) {
    if (item instanceof Json.Arr(var items)) {
      items.forEach(inner -> flatten(inner, numbers));
    } else {
      numbers.add(item);
    }
  }

  private static List<float[]> rows(List<Json> numbers, int count) {
    if (count == 0 || numbers.isEmpty() || numbers.size() % count != 0) {
      throw new WrongField(
          "outputs[0].data", "holds %d numbers for %d texts".formatted(numbers.size(), count));
    }
    int length = numbers.size() / count;
    List<Json> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(new Json.Arr(numbers.subList(i * length, (i + 1) * length)));
    }
    return Vectors.readAll(rows, "outputs[0].data");
  }

  @Override
  public Payload writeAnswer(EmbeddingRequest request, EmbeddingResponse answer, Instant at) {
    List<float[]> vectors = answer.vectors();
    int length = vectors.isEmpty() ? 0 : vectors.getFirst().length;
    List<Json> numbers = new ArrayList<>();
    vectors.forEach(vector -> flatten(Vectors.write(vector, null), numbers));
    Body tensor = tensor(OUTPUT, List.of(vectors.size(), length), "FP32").put("data", numbers);
    return Payload.json(
        new Body().put("model_name", answer.model()).put("outputs", List.of(tensor.json())).json());
  }
}
