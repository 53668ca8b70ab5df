package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingRequest.Encoding;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// OpenAI's embeddings and those made after them. A field that is not set is left out: some servers
/// refuse null.
final class OpenAiEmbeddings implements Operation<EmbeddingRequest, EmbeddingResponse> {
  private final String dialect;
  private final UnaryOperator<String> path;
  private final String dimensions;
  private final boolean hasUser;

  /// @param path of a call by its model
  /// @param dimensions what the field is called
  /// @param hasUser whether there is a field for the end user
  OpenAiEmbeddings(String dialect, UnaryOperator<String> path, String dimensions, boolean hasUser) {
    this.dialect = dialect;
    this.path = path;
    this.dimensions = dimensions;
    this.hasUser = hasUser;
  }

  @Override
  public EmbeddingRequest readRequest(String posted, Payload body) {
    String deployment = AzurePath.deployment(posted);
    return Reading.request(body.bytes(), json -> read(json, deployment));
  }

  private EmbeddingRequest read(Json body, @Nullable String deployment) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    String model = deployment == null ? fields.required("model") : deployment;
    fields.value("model");
    List<String> texts = new ArrayList<>();
    List<List<Integer>> tokens = new ArrayList<>();
    input(fields, texts, tokens);
    Integer length = fields.count(dimensions);
    Encoding encoding = encoding(fields);
    String user = hasUser ? fields.text("user") : null;
    fields.keepRest();
    return new EmbeddingRequest(
        model,
        texts,
        tokens,
        length,
        null,
        encoding,
        user,
        OperationFields.extras(dialect, extras));
  }

  /// A text, texts, a text's tokens, or several texts' tokens.
  private static void input(Fields fields, List<String> texts, List<List<Integer>> tokens) {
    Json input = fields.value("input");
    if (input instanceof Json.Str(var text)) {
      texts.add(text);
      return;
    }
    List<Json> items = fields.items("input");
    if (items.isEmpty()) {
      fields.wrong("input", "must hold at least one text");
    } else if (items.getFirst() instanceof Json.Str) {
      texts.addAll(fields.texts("input"));
    } else if (items.getFirst() instanceof Json.Arr) {
      items.forEach(item -> tokens.add(numbers(fields, item)));
    } else {
      tokens.add(numbers(fields, new Json.Arr(items)));
    }
  }

  private static List<Integer> numbers(Fields fields, Json list) {
    if (!(list instanceof Json.Arr(var items)) || items.isEmpty()) {
      return fields.wrong("input", "must hold texts, or lists of token numbers");
    }
    List<Integer> numbers = new ArrayList<>(items.size());
    for (Json item : items) {
      numbers.add(number(fields, item));
    }
    return numbers;
  }

  private static Integer number(Fields fields, Json item) {
    try {
      return item instanceof Json.Num(var number)
          ? Integer.valueOf(number.intValueExact())
          : fields.<Integer>wrong("input", "must hold texts, or lists of token numbers");
    } catch (ArithmeticException _) {
      return fields.wrong("input", "holds a token number that is none");
    }
  }

  private static @Nullable Encoding encoding(Fields fields) {
    return switch (fields.text("encoding_format")) {
      case null -> null;
      case "float" -> Encoding.FLOAT;
      case "base64" -> Encoding.BASE64;
      default -> fields.wrong("encoding_format", "must be float or base64");
    };
  }

  @Override
  public Call writeRequest(EmbeddingRequest request, CallContext.Unsupported unsupported) {
    Omissions omissions = new Omissions(dialect, unsupported);
    Body body =
        new Body()
            .put("model", request.model())
            .put("input", input(request))
            .put(dimensions, request.dimensions())
            .put("encoding_format", word(request.encoding()))
            .put("user", hasUser ? request.user() : null);
    if (!hasUser) {
      OperationFields.hint(omissions, "user", request.user());
    }
    OperationFields.refuse(omissions, "purpose", request.purpose());
    Json.Obj complete = OperationFields.complete(body, request.extras(), dialect, omissions);
    return new Call(path.apply(request.model()), Payload.json(complete), omissions.dropped());
  }

  /// One text goes as a string: every server understands it.
  private static Object input(EmbeddingRequest request) {
    if (!request.tokens().isEmpty()) {
      return request.tokens().size() == 1 ? request.tokens().getFirst() : request.tokens();
    }
    return request.input().size() == 1 ? request.input().getFirst() : request.input();
  }

  private static @Nullable String word(@Nullable Encoding encoding) {
    return switch (encoding) {
      case null -> null;
      case FLOAT -> "float";
      case BASE64 -> "base64";
    };
  }

  @Override
  public EmbeddingResponse readAnswer(EmbeddingRequest request, Payload body) {
    return Reading.answer(body.bytes(), json -> read(request, json));
  }

  private static EmbeddingResponse read(EmbeddingRequest request, Json body) {
    Fields fields = Fields.of(body);
    List<Fields> data = new ArrayList<>(fields.objects("data"));
    data.sort(Comparator.comparingInt(OpenAiEmbeddings::index));
    List<float[]> vectors = new ArrayList<>(data.size());
    for (Fields item : data) {
      vectors.add(Vectors.read(item.value("embedding"), item.path("embedding")));
    }
    Fields usage = fields.object("usage");
    return new EmbeddingResponse(
        fields.text("model", request.model()),
        Vectors.complete(vectors, request, "data"),
        usage == null ? Usage.UNKNOWN : usage(usage.whole("prompt_tokens")));
  }

  private static int index(Fields item) {
    Integer index = item.count("index");
    return index == null ? 0 : index;
  }

  static Usage usage(@Nullable Long input) {
    return input == null ? Usage.UNKNOWN : Usage.of(input, 0);
  }

  @Override
  public Payload writeAnswer(EmbeddingRequest request, EmbeddingResponse answer, Instant at) {
    List<Json> data = new ArrayList<>();
    for (int i = 0; i < answer.vectors().size(); i++) {
      data.add(
          new Body()
              .put("object", "embedding")
              .put("index", i)
              .put("embedding", Vectors.write(answer.vectors().get(i), request.encoding()))
              .json());
    }
    long tokens = OperationFields.orZero(answer.usage().inputTotal());
    return Payload.json(
        new Body()
            .put("object", "list")
            .put("data", data)
            .put("model", answer.model())
            .put("usage", new Body().put("prompt_tokens", tokens).put("total_tokens", tokens))
            .json());
  }
}
