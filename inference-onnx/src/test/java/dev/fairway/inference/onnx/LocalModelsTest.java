package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.onnx.LocalModel.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalModelsTest {
  private static final LocalModels MODELS = new LocalModels(LocalSettings.of(2));
  private static final CallContext STRICT = CallContext.within(Duration.ofSeconds(60));
  private static final CallContext LENIENT =
      new CallContext(Duration.ofSeconds(60), CallContext.Unsupported.DROP);

  @AfterAll
  static void close() {
    MODELS.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "positive | I absolutely love this phone!",
        "positive | Not bad at all, I would buy it again.",
        "negative | The battery died after two days and support never answered.",
        "negative | This is the opposite of good service.",
        "neutral  | The package arrived on Tuesday.",
      })
  void judgesTheFeelingOfAText(String feeling, String text) {
    Json.Obj answer = (Json.Obj) Json.parse(sentiment(text).text());
    assertThat(answer.field("sentiment")).contains(new Json.Str(feeling));
    assertThat(answer.fields()).containsOnlyKeys("sentiment", "confidence");
  }

  @Test
  void countsTheTokensItRead() {
    assertThat(sentiment("good").usage().inputTotal()).isEqualTo(3);
    assertThat(sentiment("good").usage().out()).isZero();
  }

  @Test
  void refusesASamplingParameterByName() {
    ChatRequest request = withTemperature();
    assertThatThrownBy(() -> MODELS.chat("sentiment-en").orElseThrow().chat(request, STRICT))
        .isInstanceOfSatisfying(
            ModelFailureException.class,
            e ->
                assertThat(e.failure())
                    .isInstanceOfSatisfying(
                        ModelFailure.UnsupportedParameter.class,
                        failure -> assertThat(failure.parameter()).isEqualTo("temperature")));
  }

  @Test
  void dropsASamplingParameterForALenientCallerAndSaysSo() {
    ChatResponse response =
        MODELS.chat("sentiment-en").orElseThrow().chat(withTemperature(), LENIENT);
    assertThat(response.dropped()).containsExactly("temperature");
  }

  @Test
  void neverCutsATextSilently() {
    ChatRequest request = ChatRequest.of("sentiment-en", "good ".repeat(300));
    assertThatThrownBy(() -> MODELS.chat("sentiment-en").orElseThrow().chat(request, STRICT))
        .hasMessageContaining("302 tokens")
        .hasMessageContaining("takes 256");
    assertThat(MODELS.chat("sentiment-en").orElseThrow().chat(request, LENIENT).dropped())
        .containsExactly("text behind token 256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-small-en-v1.5", "all-minilm-l6-v2"})
  void putsTextsOfOneMeaningCloseTogether(String model) {
    List<float[]> vectors =
        MODELS
            .embeddings(model)
            .orElseThrow()
            .embed(
                new EmbeddingRequest(
                    model,
                    List.of(
                        "How do I reset my password?",
                        "I forgot my login secret and need a new one.",
                        "The river is full of trout in spring."),
                    null),
                STRICT)
            .vectors();
    assertThat(vectors)
        .allSatisfy(vector -> assertThat(dot(vector, vector)).isCloseTo(1, by(1e-3)));
    assertThat(dot(vectors.get(0), vectors.get(1)))
        .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.1);
  }

  @Test
  void knowsWhichModelsThereAre() {
    assertThat(MODELS.models())
        .extracting(LocalModel::name, LocalModel::task, LocalModel::fault)
        .containsExactly(
            tuple("sentiment-en", Task.CLASSIFY, null),
            tuple("bge-small-en-v1.5", Task.EMBED, null),
            tuple("all-minilm-l6-v2", Task.EMBED, null),
            tuple("ppocr-v4", Task.READ_TEXT, null));
    assertThat(MODELS.chat("bge-small-en-v1.5")).isEmpty();
    assertThat(MODELS.embeddings("sentiment-en")).isEmpty();
    assertThat(MODELS.chat("nobody")).isEmpty();
  }

  @Test
  void refusesAnEmptyText() {
    assertThatThrownBy(() -> sentiment("  ")).hasMessageContaining("the text is empty");
  }

  @Test
  void refusesAnEmbeddingTextThatIsTooLongFromALenientCallerAsWell() {
    assertThatThrownBy(() -> embed(LENIENT, "good ".repeat(300)))
        .hasMessageContaining("302 tokens")
        .hasMessageContaining("takes 256");
  }

  @Test
  void refusesTooManyTextsAndNone() {
    assertThatThrownBy(() -> embed(STRICT)).hasMessageContaining("0 texts");
    String[] many = Collections.nCopies(2049, "a").toArray(new String[0]);
    assertThatThrownBy(() -> embed(STRICT, many)).hasMessageContaining("2049 texts");
  }

  @Test
  void keepsTheOrderOfManyTexts() {
    String[] texts = {"one", "two", "three", "four", "five"};
    List<float[]> together = embed(STRICT, texts).vectors();
    for (int i = 0; i < texts.length; i++) {
      assertThat(together.get(i)).isEqualTo(embed(STRICT, texts[i]).vectors().getFirst());
    }
  }

  @Test
  void refusesAnotherLengthOfVectorsByName() {
    EmbeddingRequest request = new EmbeddingRequest("all-minilm-l6-v2", List.of("a"), 256);
    assertThatThrownBy(() -> minilm().embed(request, STRICT))
        .hasMessageContaining("384 dimensions only");
  }

  /// A lone surrogate is no character; a model must not see half of one.
  @Test
  void readsALoneSurrogateAsNothing() {
    assertThat(embed(STRICT, "a\uD83Db").usage().inputTotal())
        .isEqualTo(embed(STRICT, "ab").usage().inputTotal());
  }

  private static EmbeddingResponse embed(CallContext context, String... texts) {
    return minilm().embed(new EmbeddingRequest("all-minilm-l6-v2", List.of(texts), null), context);
  }

  private static EmbeddingModel minilm() {
    return MODELS.embeddings("all-minilm-l6-v2").orElseThrow();
  }

  private static ChatResponse sentiment(String text) {
    return MODELS
        .chat("sentiment-en")
        .orElseThrow()
        .chat(ChatRequest.of("sentiment-en", text), STRICT);
  }

  private static ChatRequest withTemperature() {
    return ChatRequest.of("sentiment-en", "fine")
        .withParameters(Parameters.builder().temperature(BigDecimal.ONE).build());
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static org.assertj.core.data.Offset<Double> by(double difference) {
    return org.assertj.core.data.Offset.offset(difference);
  }
}
