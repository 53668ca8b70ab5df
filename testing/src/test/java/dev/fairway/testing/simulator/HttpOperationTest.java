package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairway.inference.chat.Answer;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingRequest.Encoding;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.ImageModel;
import dev.fairway.inference.chat.ImageRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.chat.SpeechModel;
import dev.fairway.inference.chat.SpeechRequest;
import dev.fairway.inference.chat.TokenCounter;
import dev.fairway.inference.chat.TranscriptionModel;
import dev.fairway.inference.chat.TranscriptionRequest;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Dialects;
import dev.fairway.inference.dialect.Operation;
import dev.fairway.inference.dialect.Operations;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.HttpOperation;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Upstream;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models that do not chat, through our own transport.
class HttpOperationTest {
  private static final CallContext CONTEXT = CallContext.within(Duration.ofSeconds(30));

  private final Simulator simulator = Simulator.start();
  private final Upstream upstream = new Upstream();

  @AfterEach
  void close() {
    upstream.close();
    simulator.close();
  }

  private <Q, A extends Answer<A>> HttpOperation<Q, A> model(
      String format, Map<String, Operation<Q, A>> operations) {
    return model(simulator.openAiUrl(), format, operations);
  }

  private <Q, A extends Answer<A>> HttpOperation<Q, A> model(
      String url, String format, Map<String, Operation<Q, A>> operations) {
    Dialect dialect = Objects.requireNonNull(Dialects.byName().get(format));
    return new HttpOperation<>(
        upstream,
        Endpoint.of(url).withEgress(Egress.ANYWHERE),
        dialect,
        Objects.requireNonNull(operations.get(format)),
        Credential.key("sk-test-1234567890"),
        RetryPolicy.NEVER,
        InstantSource.system());
  }

  @Test
  void vectorsAreTheSameInBothEncodings() {
    EmbeddingModel model = model("openai", Operations.embeddings())::call;
    var plain = model.embed(embedding(Encoding.FLOAT), CONTEXT);
    var packed = model.embed(embedding(Encoding.BASE64), CONTEXT);
    assertThat(plain.vectors()).hasSize(2);
    assertThat(packed.vectors().getFirst()).containsExactly(plain.vectors().getFirst());
    assertThat(packed.vectors().getLast()).isNotEqualTo(packed.vectors().getFirst());
    assertThat(plain.usage().inputTotal()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "azure-openai, AZURE_OPENAI",
    "cohere, COHERE",
    "gemini, GEMINI",
    "mistral, MISTRAL",
    "ollama, OLLAMA"
  })
  void everyVendorEmbeds(String format, Vendor vendor) {
    String url = vendor == Vendor.COHERE ? simulator.url() : simulator.url(vendor);
    EmbeddingModel model = model(url, format, Operations.embeddings())::call;
    for (List<String> texts : List.of(List.of("one"), List.of("one", "two"))) {
      EmbeddingRequest request = new EmbeddingRequest("text-embedding-3-small", texts, null);
      assertThat(model.embed(request, CONTEXT).vectors()).hasSameSizeAs(texts);
    }
  }

  @ParameterizedTest
  @CsvSource({"anthropic, ANTHROPIC", "gemini, GEMINI"})
  void tokensAreCounted(String format, Vendor vendor) {
    TokenCounter counter = model(simulator.url(vendor), format, Operations.tokenCounts())::call;
    assertThat(counter.count(ChatRequest.of("m", "some words"), CONTEXT).inputTokens())
        .isPositive();
  }

  private static EmbeddingRequest embedding(Encoding encoding) {
    return new EmbeddingRequest(
        "text-embedding-3-small",
        List.of("one", "two"),
        List.of(),
        null,
        null,
        encoding,
        null,
        Extras.NONE);
  }

  @Test
  void picturesAreMadeAndChanged() throws Exception {
    ImageModel model = model("openai", Operations.images())::call;
    byte[] made = picture(model, "a cat", List.of());
    assertThat(ImageIO.read(new ByteArrayInputStream(made)).getWidth()).isPositive();
    byte[] changed = picture(model, "a dog", List.of(new Media("image/png", "a.png", made)));
    assertThat(ImageIO.read(new ByteArrayInputStream(changed)).getWidth()).isPositive();
    assertThat(changed).isNotEqualTo(made);
  }

  private static byte[] picture(ImageModel model, String prompt, List<Media> images) {
    ImageRequest request =
        new ImageRequest("gpt-image-1", prompt, images, null, 1, null, Extras.NONE);
    return Base64.getDecoder()
        .decode(Objects.requireNonNull(model.paint(request, CONTEXT).images().getFirst().base64()));
  }

  @Test
  void whatIsSpokenIsWrittenDown() {
    SpeechModel speech = model("openai", Operations.speech())::call;
    Media sound =
        speech
            .speak(
                new SpeechRequest(
                    "tts", "hello", new Json.Str("alloy"), null, "wav", null, Extras.NONE),
                CONTEXT)
            .audio();
    assertThat(sound.mediaType()).startsWith("audio/");
    TranscriptionModel model = model("openai", Operations.transcriptions())::call;
    for (String format : List.of("json", "verbose_json", "text", "srt")) {
      TranscriptionRequest request =
          new TranscriptionRequest(
              "whisper-1",
              new Media("audio/wav", "a.wav", sound.bytes()),
              null,
              null,
              format,
              null,
              Extras.NONE);
      assertThat(model.transcribe(request, CONTEXT).text()).as(format).isNotBlank();
    }
  }

  @Test
  void failuresAreThoseOfTheFormat() {
    simulator.next(Fault.status(429));
    EmbeddingModel model = model("openai", Operations.embeddings())::call;
    ModelFailureException failure =
        catchThrowableOfType(
            ModelFailureException.class, () -> model.embed(embedding(Encoding.FLOAT), CONTEXT));
    assertThat(failure.failure()).isInstanceOf(ModelFailure.Throttled.class);
  }

  @Test
  void limitsAreToldWithEveryAnswer() {
    List<RateLimits> told = new CopyOnWriteArrayList<>();
    try (Simulator limiting = Simulator.start(SimulatorSettings.DEFAULT.withRateLimits(true))) {
      HttpChatModel model =
          new HttpChatModel(
              upstream,
              Endpoint.of(limiting.openAiUrl()).withEgress(Egress.ANYWHERE),
              Objects.requireNonNull(Dialects.byName().get("openai")),
              Credential.key("sk-test-1234567890"),
              RetryPolicy.NEVER,
              InstantSource.system(),
              _ -> ModelTraits.UNKNOWN,
              told::add);
      model.chat(ChatRequest.of("m", "hi"), CONTEXT);
    }
    assertThat(told)
        .singleElement()
        .satisfies(limits ->
            assertThat(limits.requests())
                .isEqualTo(new RateLimits.Window(1_000L, 999L, Duration.ofMillis(60))));
  }
}
