package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What Cohere, Ollama and KServe do that no pair of files shows.
class VendorCornersTest {
  private final Dialect cohere = new CohereDialect();
  private final Dialect ollama = new OllamaDialect();
  private final Dialect kserve = new KServeDialect();

  @Test
  void cohereAnswersThatFailedInTheMiddleAreNoAnswers() {
    String end =
        "data:"
            + " {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"overheated\"}}\n\n";
    assertThat(streamFailure(cohere, end))
        .isInstanceOf(ModelFailure.Unavailable.class)
        .extracting(ModelFailure::message)
        .asString()
        .contains("ERROR", "overheated");
    byte[] plain =
        "{\"finish_reason\":\"TIMEOUT\",\"message\":{\"role\":\"assistant\",\"content\":[]}}"
            .getBytes(UTF_8);
    assertThat(failure(() -> cohere.readResponse(plain)).mayHaveRun()).isTrue();
  }

  @Test
  void cohereSaysWhatItsFilterRefusesInAStatusOfItsOwn() {
    byte[] body = "{\"message\":\"blocked input\"}".getBytes(UTF_8);
    assertThat(cohere.readError(498, null, body)).isInstanceOf(ModelFailure.Refused.class);
  }

  @Test
  void ollamaErrorsInAStreamEndIt() {
    String lines =
        """
        {"model": "m", "message": {"content": "a"}, "done": false}
        {"error": "out of memory"}
        """;
    assertThat(streamFailure(ollama, lines))
        .isInstanceOf(ModelFailure.Unavailable.class)
        .extracting(ModelFailure::message)
        .asString()
        .contains("out of memory");
  }

  @Test
  void ollamaLinesAreBounded() {
    assertThat(streamFailure(ollama, "x".repeat(2_000)))
        .isInstanceOf(ModelFailure.Malformed.class)
        .extracting(ModelFailure::message)
        .asString()
        .contains("longer than 1000");
  }

  @Test
  void anOllamaResultThatAnswersNoCallIsRefusedByName() {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"tool\",\"tool_name\":\"f\",\"content\":\"1\"}]}";
    assertThat(failure(() -> ollama.readRequest("", body.getBytes(UTF_8))))
        .isInstanceOfSatisfying(
            ModelFailure.BadRequest.class,
            wrong -> assertThat(wrong.parameter()).isEqualTo("messages[1].tool_name"));
  }

  @Test
  void ollamaIsNotStreamedOnlyWhenToldSo() {
    assertThat(written(ollama, ModelTraits.UNKNOWN)).contains("\"stream\":false");
    byte[] silent =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}".getBytes(UTF_8);
    assertThat(ollama.readRequest("", silent).stream()).isTrue();
  }

  @Test
  void kserveIsAlwaysToldHowMuchToSay() {
    assertThat(written(kserve, ModelTraits.UNKNOWN)).contains("\"max_tokens\":512");
    ModelTraits talkative = new ModelTraits(9_000, true, ModelTraits.Thinking.UNKNOWN, Set.of());
    assertThat(written(kserve, talkative)).contains("\"max_tokens\":9000");
  }

  @Test
  void kserveServesNoOtherPath() {
    byte[] body = "{\"text_input\":\"x\"}".getBytes(UTF_8);
    assertThat(failure(() -> kserve.readRequest("/v2/models/m/infer", body)))
        .isInstanceOf(ModelFailure.BadRequest.class);
  }

  @Test
  void kserveEmbedsByTensors() {
    Operation<EmbeddingRequest, EmbeddingResponse> infer = new KServeEmbeddings();
    EmbeddingRequest request = new EmbeddingRequest("minilm/versions/2", List.of("a", "ü"), null);
    Operation.Call call = infer.writeRequest(request, Unsupported.REFUSE);
    assertThat(call.path()).isEqualTo("/v2/models/minilm/versions/2/infer");
    assertThat(infer.readRequest(call.path(), call.body())).isEqualTo(request);
    for (String data : List.of("[1,2.5,-3,4]", "[[1,2.5],[-3,4]]")) {
      String answer =
          "{\"model_name\":\"minilm\",\"outputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":%s}]}"
              .formatted(data);
      EmbeddingResponse read = infer.readAnswer(request, Payload.json(Json.parse(answer)));
      assertThat(read.vectors()).containsExactly(new float[] {1, 2.5f}, new float[] {-3, 4});
      Payload again = infer.writeAnswer(request, read, Instant.EPOCH);
      assertThat(infer.readAnswer(request, again).vectors()).hasSize(2);
    }
  }

  @Test
  void kserveVectorsMustFitTheTexts() {
    EmbeddingRequest request = new EmbeddingRequest("m", List.of("a", "b"), null);
    Json answer = Json.parse("{\"outputs\":[{\"data\":[1,2,3]}]}");
    assertThat(failure(() -> new KServeEmbeddings().readAnswer(request, Payload.json(answer))))
        .isInstanceOf(ModelFailure.Malformed.class);
  }

  private static String written(Dialect dialect, ModelTraits traits) {
    return new String(
        dialect.writeRequest(ChatRequest.of("m", "hi"), traits, Unsupported.REFUSE).body(), UTF_8);
  }

  private static ModelFailure streamFailure(Dialect dialect, String stream) {
    byte[] bytes = stream.getBytes(UTF_8);
    return failure(() -> dialect.readEvents(1_000).read(bytes, 0, bytes.length, _ -> {}));
  }

  private static ModelFailure failure(Runnable call) {
    try {
      call.run();
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("no failure");
  }
}
