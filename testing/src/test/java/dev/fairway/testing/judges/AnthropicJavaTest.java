package dev.fairway.testing.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAuto;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolResultBlockParam.Content.Block;
import com.anthropic.models.messages.ToolUseBlockParam;
import com.anthropic.models.messages.UrlImageSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Anthropic's Java SDK, unmodified, as caller of a server made of our dialects. It speaks the API
/// version 2026-10-21; the JavaScript SDK of 2025 speaks the other, see [NodeClientsTest].
class AnthropicJavaTest {
  private static final Base64ImageSource PIXELS =
      Base64ImageSource.builder()
          .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
          .data(Conversation.PIXELS)
          .build();

  private final Scenarios scenarios = new Scenarios();
  private final DialectServer server = DialectServer.start(scenarios::reply);
  private final AnthropicClient client =
      AnthropicOkHttpClient.builder().apiKey("sk-test").baseUrl(server.url()).maxRetries(0).build();
  private final AnthropicClient patient = client.withOptions(options -> options.maxRetries(2));

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static MessageCreateParams.Builder ask(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage("hi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "length", "refusal", "json", "tools", "thinking"})
  void streamsSayWhatPlainAnswersSay(String model) {
    Message plain = client.messages().create(ask(model).build()).validate();
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(ask(model).build())) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    assertThat(accumulator.message()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thinking", "tools"})
  void anAnswerGoesBackAsItCame(String model) {
    Message answer = client.messages().create(ask(model).build());
    client.messages().create(ask("text").addMessage(answer).addUserMessage("and?").build());
    Scenarios again = new Scenarios();
    var scripted = (DialectServer.Reply.Answer) again.reply(server.requests().getFirst());
    assertThat(server.last().messages().get(1).parts()).isEqualTo(scripted.response().parts());
  }

  @Test
  void everythingAClientCanSayIsRead() {
    client
        .messages()
        .create(
            MessageCreateParams.builder()
                .model("text")
                .maxTokens(1000)
                .system("be brief")
                .addUserMessageOfContentBlockParams(
                    List.of(
                        ContentBlockParam.ofText("what is this?"),
                        ContentBlockParam.ofImage(PIXELS),
                        ContentBlockParam.ofImage(
                            UrlImageSource.builder().url("https://example.org/cat.png").build())))
                .addAssistantMessageOfContentBlockParams(
                    List.of(
                        ContentBlockParam.ofText("I look"),
                        call("call_1", Map.of("at", "cat")),
                        call("call_2", Map.of())))
                .addUserMessageOfContentBlockParams(
                    List.of(
                        ContentBlockParam.ofToolResult(
                            ToolResultBlockParam.builder()
                                .toolUseId("call_1")
                                .contentOfBlocks(
                                    List.of(Block.ofText("a cat"), Block.ofImage(PIXELS)))
                                .build()),
                        ContentBlockParam.ofToolResult(
                            ToolResultBlockParam.builder()
                                .toolUseId("call_2")
                                .content("nothing")
                                .isError(true)
                                .build())))
                .addTool(
                    Tool.builder()
                        .name("look")
                        .description("looks")
                        .inputSchema(
                            Tool.InputSchema.builder()
                                .properties(
                                    Tool.InputSchema.Properties.builder()
                                        .putAdditionalProperty(
                                            "at", JsonValue.from(Map.of("type", "string")))
                                        .build())
                                .build())
                        .build())
                .toolChoice(ToolChoiceAuto.builder().disableParallelToolUse(false).build())
                .outputConfig(
                    OutputConfig.builder()
                        .format(
                            JsonOutputFormat.builder()
                                .schema(
                                    JsonOutputFormat.Schema.builder()
                                        .putAdditionalProperty("type", JsonValue.from("object"))
                                        .build())
                                .build())
                        .build())
                .addStopSequence("END")
                .build());
    assertThat(server.last()).isEqualTo(Conversation.anthropic());
  }

  private static ContentBlockParam call(String id, Map<String, String> input) {
    var properties = ToolUseBlockParam.Input.builder();
    input.forEach((name, value) -> properties.putAdditionalProperty(name, JsonValue.from(value)));
    return ContentBlockParam.ofToolUse(
        ToolUseBlockParam.builder().id(id).name("look").input(properties.build()).build());
  }

  @Test
  void tokensAreCounted() {
    var params = MessageCountTokensParams.builder().model("text").addUserMessage("hi").build();
    assertThat(client.messages().countTokens(params).validate().inputTokens()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "Throttled, OverloadedException, 529, overloaded_error",
    "Unavailable, InternalServerException, 502, api_error",
    "TimedOut, GatewayTimeoutException, 504, timeout_error",
    "Refused, BadRequestException, 400, invalid_request_error",
    "BadRequest, BadRequestException, 400, invalid_request_error",
    "UnknownModel, NotFoundException, 404, not_found_error",
    "UnsupportedParameter, BadRequestException, 400, invalid_request_error",
    "ContextTooLong, BadRequestException, 400, invalid_request_error",
    "Unauthorized, InternalServerException, 502, api_error",
    "CreditSpent, InternalServerException, 502, api_error",
    "Malformed, InternalServerException, 502, api_error",
  })
  void failuresHaveTheirClass(String model, String exception, int status, String type) {
    AnthropicServiceException thrown =
        catchThrowableOfType(
            AnthropicServiceException.class, () -> client.messages().create(ask(model).build()));
    assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(thrown.statusCode()).isEqualTo(status);
    assertThat(thrown.getMessage()).contains(type, Scenarios.failure(model).message());
  }

  @ParameterizedTest
  @CsvSource({"retried, 3", "hopeful, 2"})
  void clientsRetryWhenAskedTo(String model, int calls) {
    Message answer = patient.messages().create(ask(model).build());
    assertThat(answer.content().getFirst().asText().text()).isEqualTo("at last");
    assertThat(scenarios.calls(model)).isEqualTo(calls);
  }

  @Test
  void clientsDoNotRetryWhatIsHopeless() {
    assertThatThrownBy(() -> patient.messages().create(ask("hopeless").build()))
        .isInstanceOf(InternalServerException.class);
    assertThat(scenarios.calls("hopeless")).isEqualTo(1);
  }

  @Test
  void aStreamThatBreaksOffThrowsAfterItsBeginning() {
    StringBuilder text = new StringBuilder();
    try (var stream = client.messages().createStreaming(ask("broken").build())) {
      assertThatThrownBy(() ->
              stream.stream()
                  .flatMap(event -> event.contentBlockDelta().stream())
                  .flatMap(event -> event.delta().text().stream())
                  .forEach(delta -> text.append(delta.text())))
          .hasMessageContaining("the provider broke off");
    }
    assertThat(text.toString()).isEqualTo("half");
  }

  @Test
  void aClientThatLeavesIsNoticed() throws Exception {
    try (var stream = client.messages().createStreaming(ask("endless").build())) {
      assertThat(stream.stream().limit(3)).hasSize(3);
    }
    assertThat(server.clientLeft().get(10, TimeUnit.SECONDS)).isTrue();
  }
}
