package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairway.inference.chat.Answer;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingRequest.Encoding;
import dev.fairway.inference.chat.EmbeddingRequest.Purpose;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.ImageRequest;
import dev.fairway.inference.chat.ImageResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.RerankRequest;
import dev.fairway.inference.chat.RerankResponse;
import dev.fairway.inference.chat.SpeechRequest;
import dev.fairway.inference.chat.SpeechResponse;
import dev.fairway.inference.chat.TokenCount;
import dev.fairway.inference.chat.TranscriptionRequest;
import dev.fairway.inference.chat.TranscriptionResponse;
import dev.fairway.inference.chat.Usage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every operation in every format: what is written is read again, and what is lost is named.
class OperationsTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Media SOUND = new Media("audio/wav", "a.wav", new byte[] {1, 13, 10, 2});
  private static final Media PICTURE = new Media("image/png", "a.png", new byte[] {-1, 0});

  /// A call as one format has it, with all that the format can express.
  record Example<Q, A extends Answer<A>>(
      String name, Operation<Q, A> operation, Q request, A answer) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static <Q, A extends Answer<A>> Example<Q, A> example(
      String kind, Map<String, Operation<Q, A>> operations, String format, Q request, A answer) {
    return new Example<>(
        kind + " " + format, Objects.requireNonNull(operations.get(format)), request, answer);
  }

  private static EmbeddingRequest texts(
      @Nullable Purpose purpose, @Nullable Encoding encoding, @Nullable String user) {
    return new EmbeddingRequest(
        "m", List.of("a", "ü"), List.of(), 256, purpose, encoding, user, Extras.NONE);
  }

  private static EmbeddingResponse vectors(String model) {
    return new EmbeddingResponse(
        model, List.of(new float[] {0.1f, -2}, new float[] {3e-8f, 4}), Usage.of(7, 0));
  }

  static Stream<Example<?, ?>> examples() {
    List<Example<?, ?>> examples = new ArrayList<>();
    var embeddings = Operations.embeddings();
    for (String format : List.of("openai", "openai-compatible", "azure-openai")) {
      examples.add(
          example("embed", embeddings, format, texts(null, Encoding.BASE64, "u"), vectors("m2")));
    }
    examples.add(
        example("embed", embeddings, "mistral", texts(null, Encoding.FLOAT, null), vectors("m2")));
    examples.add(
        example(
            "embed",
            embeddings,
            "cohere",
            texts(Purpose.QUERY, Encoding.BASE64, null),
            vectors("m")));
    examples.add(
        example("embed", embeddings, "gemini", texts(Purpose.DOCUMENT, null, null), vectors("m")));
    examples.add(example("embed", embeddings, "ollama", texts(null, null, null), vectors("m2")));
    RerankRequest rerank = new RerankRequest("m", "q", List.of("a", "b", "c"), 2, Extras.NONE);
    RerankResponse ranks =
        new RerankResponse(
            "m",
            List.of(new RerankResponse.Rank(2, 0.9), new RerankResponse.Rank(0, 0.25)),
            Usage.of(9, 0),
            List.of());
    for (String format : Operations.reranks().keySet()) {
      examples.add(example("rerank", Operations.reranks(), format, rerank, ranks));
    }
    ImageResponse painted =
        new ImageResponse(
            List.of(new ImageResponse.Image(null, "AAAA", "a cat")),
            Json.object("created", new Json.Num(5)),
            Usage.UNKNOWN,
            List.of());
    Extras quality = new Extras("openai", Map.of("quality", new Json.Str("low")));
    for (String format : Operations.images().keySet()) {
      ImageRequest paint = new ImageRequest("m", "cat", List.of(), null, 2, "8x8", quality);
      examples.add(example("paint", Operations.images(), format, paint, painted));
      ImageRequest edit =
          new ImageRequest("m", "dog", List.of(PICTURE, PICTURE), PICTURE, 1, "8x8", quality);
      examples.add(example("edit", Operations.images(), format, edit, painted));
    }
    SpeechRequest speak =
        new SpeechRequest(
            "m", "hi", new Json.Str("alloy"), "slowly", "wav", new BigDecimal("0.5"), Extras.NONE);
    SpeechResponse spoken =
        new SpeechResponse(new Media("audio/wav", null, SOUND.bytes()), List.of());
    for (String format : Operations.speech().keySet()) {
      examples.add(example("speak", Operations.speech(), format, speak, spoken));
    }
    Extras granularities =
        new Extras(
            "openai",
            Map.of(
                "timestamp_granularities[]",
                new Json.Arr(List.of(new Json.Str("word"), new Json.Str("segment")))));
    for (String format : Operations.transcriptions().keySet()) {
      examples.add(
          example(
              "transcribe",
              Operations.transcriptions(),
              format,
              new TranscriptionRequest(
                  "m", SOUND, "de", "names", "verbose_json", BigDecimal.ZERO, granularities),
              new TranscriptionResponse(
                  "hallo",
                  Json.object("language", new Json.Str("german")),
                  Usage.UNKNOWN,
                  List.of())));
      examples.add(
          example(
              "transcribe to subtitles",
              Operations.transcriptions(),
              format,
              new TranscriptionRequest("m", SOUND, null, null, "srt", null, Extras.NONE),
              new TranscriptionResponse("1\n", Json.object(), Usage.UNKNOWN, List.of())));
    }
    for (String format : Operations.tokenCounts().keySet()) {
      examples.add(
          example(
              "count",
              Operations.tokenCounts(),
              format,
              ChatRequest.of("m", "hi"),
              new TokenCount(12, Usage.Source.REPORTED, List.of())));
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  <Q, A extends Answer<A>> void aRequestIsReadAsItWasWritten(Example<Q, A> example) {
    Operation.Call call = example.operation().writeRequest(example.request(), Unsupported.REFUSE);
    assertThat(call.dropped()).isEmpty();
    assertThat(example.operation().readRequest(call.path(), call.body()))
        .usingRecursiveComparison()
        .isEqualTo(example.request());
  }

  @ParameterizedTest
  @MethodSource("examples")
  <Q, A extends Answer<A>> void anAnswerIsReadAsItWasWritten(Example<Q, A> example) {
    Payload written = example.operation().writeAnswer(example.request(), example.answer(), AT);
    assertThat(example.operation().readAnswer(example.request(), written))
        .usingRecursiveComparison()
        .isEqualTo(example.answer());
  }

  @ParameterizedTest
  @MethodSource("examples")
  <Q, A extends Answer<A>> void aForeignFieldIsRefusedByName(Example<Q, A> example) {
    if (!(example.request() instanceof EmbeddingRequest request)) {
      return;
    }
    @SuppressWarnings("unchecked") // the request is of the operation's own type
    Q foreign =
        (Q)
            new EmbeddingRequest(
                request.model(),
                request.input(),
                List.of(),
                null,
                request.purpose(),
                null,
                null,
                new Extras("elsewhere", Map.of("odd", new Json.Num(1))));
    assertThat(
            catchThrowableOfType(
                    ModelFailureException.class,
                    () -> example.operation().writeRequest(foreign, Unsupported.REFUSE))
                .failure())
        .isInstanceOfSatisfying(
            ModelFailure.UnsupportedParameter.class,
            failure -> assertThat(failure.parameter()).isEqualTo("odd"));
    assertThat(example.operation().writeRequest(foreign, Unsupported.DROP).dropped())
        .containsExactly("odd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cohere", "gemini", "ollama"})
  void tokensAreRefusedWhereOnlyTextsAreTaken(String format) {
    EmbeddingRequest tokens =
        new EmbeddingRequest(
            "m", List.of(), List.of(List.of(1, 2)), null, null, null, null, Extras.NONE);
    assertThatThrownBy(() -> embeddings(format).writeRequest(tokens, Unsupported.REFUSE))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("tokens");
  }

  private static Operation<EmbeddingRequest, EmbeddingResponse> embeddings(String format) {
    return Objects.requireNonNull(Operations.embeddings().get(format));
  }

  private static EmbeddingRequest openAi(String input) {
    String body = "{\"model\":\"m\",\"input\":%s}".formatted(input);
    return embeddings("openai")
        .readRequest(
            "/embeddings", new Payload("application/json", body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void openAiTakesTextsAndTokensInFourShapes() {
    assertThat(openAi("\"a\"").input()).containsExactly("a");
    assertThat(openAi("[\"a\",\"b\"]").input()).containsExactly("a", "b");
    assertThat(openAi("[1,2]").tokens()).containsExactly(List.of(1, 2));
    assertThat(openAi("[[1],[2,3]]").tokens()).containsExactly(List.of(1), List.of(2, 3));
    for (String wrong : List.of("[]", "7", "[[]]", "[1.5]", "[\"a\",1]", "[1,\"a\"]", "[null]")) {
      assertThatThrownBy(() -> openAi(wrong)).as(wrong).hasMessageContaining("input");
    }
  }

  /// Some servers refuse a null.
  @Test
  void whatIsNotSetIsLeftOut() {
    Operation.Call call =
        embeddings("openai")
            .writeRequest(new EmbeddingRequest("m", List.of("a"), null), Unsupported.REFUSE);
    assertThat(call.body().bytes()).asString().isEqualTo("{\"model\":\"m\",\"input\":\"a\"}");
  }

  @Test
  void base64IsLittleEndianFloats() {
    EmbeddingRequest request = texts(null, Encoding.BASE64, "u");
    EmbeddingRequest one = new EmbeddingRequest("m", List.of("a"), null);
    Payload answer =
        new Payload(
            "application/json",
            "{\"data\":[{\"index\":0,\"embedding\":\"AACAPwAAAMA=\"}]}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(embeddings("openai").readAnswer(one, answer).vectors().getFirst())
        .containsExactly(1f, -2f);
    assertThat(embeddings("openai").writeAnswer(request, vectors("m"), AT).bytes())
        .asString()
        .contains("\"embedding\":\"zczMPQAAAMA=\"");
  }

  @Property(tries = 300)
  void anyFiniteVectorSurvivesBothEncodings(@ForAll float[] vector) {
    for (Encoding encoding : Encoding.values()) {
      assertThat(Vectors.read(Vectors.write(vector, encoding), "v")).containsExactly(vector);
    }
  }

  @Test
  void anAnswerWithVectorsMissingIsNone() {
    Payload answer =
        new Payload(
            "application/json",
            "{\"data\":[{\"index\":0,\"embedding\":[1]}]}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(
            () -> embeddings("openai").readAnswer(texts(null, Encoding.FLOAT, "u"), answer))
        .hasMessageContaining("1 vectors for 2 inputs");
  }

  @Test
  void geminiTakesOneTextByItself() {
    Operation.Call call =
        embeddings("gemini")
            .writeRequest(new EmbeddingRequest("a/b", List.of("x"), 8), Unsupported.REFUSE);
    assertThat(call.path()).isEqualTo("/models/a%2Fb:embedContent");
    assertThat(call.body().bytes())
        .asString()
        .isEqualTo(
            "{\"model\":\"models/a/b\",\"content\":{\"parts\":[{\"text\":\"x\"}]},"
                + "\"outputDimensionality\":8}");
  }

  @Test
  void aReportedRankMustBeThatOfADocument() {
    RerankRequest request = new RerankRequest("m", "q", List.of("a"), null, Extras.NONE);
    Payload answer =
        new Payload(
            "application/json",
            "{\"results\":[{\"index\":1,\"relevance_score\":1}]}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Rerank.COHERE.readAnswer(request, answer))
        .hasMessageContaining("index");
  }

  @Test
  void documentsComeBackWhereTheyAreAskedFor() {
    RerankRequest request =
        new RerankRequest(
            "m",
            "q",
            List.of("a"),
            null,
            new Extras("openai", Map.of("return_documents", new Json.Bool(true))));
    RerankResponse answer =
        new RerankResponse("m", List.of(new RerankResponse.Rank(0, 0.5)), Usage.UNKNOWN, List.of());
    assertThat(Rerank.JINA.writeAnswer(request, answer, AT).bytes())
        .asString()
        .contains("\"document\":{\"text\":\"a\"}");
  }

  @Test
  void editsAreReadFromJsonToo() {
    String body =
        """
        {"model":"m","prompt":"p","images":[{"image_url":"data:image/png;base64,/wA="}]}\
        """;
    ImageRequest request =
        Objects.requireNonNull(Operations.images().get("openai"))
            .readRequest(
                "/images/edits",
                new Payload("application/json", body.getBytes(StandardCharsets.UTF_8)));
    assertThat(request.images().getFirst().bytes()).isEqualTo(PICTURE.bytes());
  }

  @Test
  void anErrorPageIsNoSpeech() {
    SpeechRequest request =
        new SpeechRequest("m", "hi", new Json.Str("a"), null, null, null, Extras.NONE);
    assertThatThrownBy(() ->
            Objects.requireNonNull(Operations.speech().get("openai"))
                .readAnswer(request, new Payload("text/html", new byte[0])))
        .hasMessageContaining("text/html");
  }

  /// The call takes fewer fields than the one it counts for.
  @Test
  void onlyWhatCountsGoesToTheTokenCount() {
    ChatRequest request =
        ChatRequest.of("m", "hi")
            .withStream(true)
            .withParameters(Parameters.builder().maxTokens(5).temperature(BigDecimal.ONE).build());
    Operation.Call call =
        Objects.requireNonNull(Operations.tokenCounts().get("anthropic"))
            .writeRequest(request, Unsupported.REFUSE);
    assertThat(call.path()).isEqualTo("/v1/messages/count_tokens");
    assertThat(((Json.Obj) Json.parse(call.body().bytes())).fields().keySet())
        .isEqualTo(Set.of("model", "messages"));
  }

  /// No body makes an operation throw anything but its own failure.
  @Property(tries = 500)
  void damagedBodiesAreNamed(@ForAll byte[] bytes) {
    examples().forEach(example -> damaged(example, bytes));
  }

  private static <Q, A extends Answer<A>> void damaged(Example<Q, A> example, byte[] bytes) {
    for (String type : List.of("application/json", "multipart/form-data; boundary=b", "audio/x")) {
      Payload body = new Payload(type, bytes);
      try {
        example.operation().readRequest("/models/m:embedContent", body);
        example.operation().readAnswer(example.request(), body);
      } catch (ModelFailureException e) {
        assertThat(e.failure().message()).isNotBlank();
      }
    }
  }
}
