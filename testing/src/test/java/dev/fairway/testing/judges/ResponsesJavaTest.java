package dev.fairway.testing.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's Java SDK, unmodified, asks a server made of our dialects for responses.
class ResponsesJavaTest {
  private final Scenarios scenarios = new Scenarios();
  private final DialectServer server = DialectServer.start(scenarios::reply);
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .apiKey("sk-test")
          .baseUrl(server.openAiUrl())
          .maxRetries(0)
          .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static ResponseCreateParams.Builder ask(String model) {
    return ResponseCreateParams.builder().model(model).input("hi").store(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "length", "refusal", "json", "tools", "thinking"})
  void streamsSayWhatPlainAnswersSay(String model) {
    Response plain = client.responses().create(ask(model).build()).validate();
    ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
    try (var stream = client.responses().createStreaming(ask(model).build())) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    assertThat(accumulator.reconstructedResponse()).isEqualTo(accumulator.response());
    assertThat(accumulator.response()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools", "thinking"})
  void anAnswerGoesBackAsItCame(String model) {
    Response answer = client.responses().create(ask(model).build());
    List<ResponseInputItem> items = new ArrayList<>();
    for (ResponseOutputItem item : answer.output()) {
      item.message().map(ResponseInputItem::ofResponseOutputMessage).ifPresent(items::add);
      item.functionCall().map(ResponseInputItem::ofFunctionCall).ifPresent(items::add);
      item.reasoning().map(ResponseInputItem::ofReasoning).ifPresent(items::add);
    }
    client.responses().create(ask("text").inputOfResponse(items).build());
    Scenarios again = new Scenarios();
    var scripted = (DialectServer.Reply.Answer) again.reply(server.requests().getFirst());
    List<Part> sent =
        server.last().messages().stream().flatMap(turn -> turn.parts().stream()).toList();
    assertThat(sent).isEqualTo(scripted.response().parts());
  }

  @ParameterizedTest
  @CsvSource({
    "Throttled, InternalServerException, 503",
    "BadRequest, BadRequestException, 400",
    "UnknownModel, NotFoundException, 404",
  })
  void failuresHaveTheirClass(String model, String exception, int status) {
    OpenAIServiceException thrown =
        catchThrowableOfType(
            OpenAIServiceException.class, () -> client.responses().create(ask(model).build()));
    assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(thrown.statusCode()).isEqualTo(status);
    assertThat(thrown.getMessage()).contains(Scenarios.failure(model).message());
  }

  @Test
  void aStreamThatBreaksOffIsNeverComplete() {
    StringBuilder text = new StringBuilder();
    List<String> errors = new ArrayList<>();
    try (var stream = client.responses().createStreaming(ask("broken").build())) {
      stream.stream()
          .forEach(event -> {
            event.outputTextDelta().ifPresent(delta -> text.append(delta.delta()));
            event.error().ifPresent(error -> errors.add(error.message()));
            assertThat(event.completed()).isEmpty();
          });
    }
    assertThat(text.toString()).isEqualTo("half");
    assertThat(errors).containsExactly("the provider broke off");
  }

  @Test
  void aClientThatLeavesIsNoticed() throws Exception {
    try (var stream = client.responses().createStreaming(ask("endless").build())) {
      assertThat(stream.stream().limit(3)).hasSize(3);
    }
    assertThat(server.clientLeft().get(10, TimeUnit.SECONDS)).isTrue();
  }
}
