package dev.fairway.testing.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema.JsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's Java SDK, unmodified, as caller of a server made of our dialects.
class OpenAiJavaTest {
  private final Scenarios scenarios = new Scenarios();
  private final DialectServer server = DialectServer.start(scenarios::reply);
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .apiKey("sk-test")
          .baseUrl(server.openAiUrl())
          .maxRetries(0)
          .build();
  private final OpenAIClient patient = client.withOptions(options -> options.maxRetries(2));

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("hi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "length", "refusal", "json", "tools", "thinking"})
  void streamsSayWhatPlainAnswersSay(String model) {
    ChatCompletion plain = client.chat().completions().create(ask(model).build()).validate();
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    ChatCompletionStreamOptions usage =
        ChatCompletionStreamOptions.builder().includeUsage(true).build();
    try (var stream =
        client.chat().completions().createStreaming(ask(model).streamOptions(usage).build())) {
      stream.stream().forEach(chunk -> accumulator.accumulate(chunk.validate()));
    }
    ChatCompletion streamed = accumulator.chatCompletion();
    var choice = plain.choices().getFirst();
    var streamedChoice = streamed.choices().getFirst();
    assertThat(streamedChoice.message().content()).isEqualTo(choice.message().content());
    assertThat(streamedChoice.message().toolCalls().orElse(List.of()))
        .isEqualTo(choice.message().toolCalls().orElse(List.of()));
    assertThat(streamedChoice.finishReason()).isEqualTo(choice.finishReason());
    assertThat(streamed.usage()).isEqualTo(plain.usage()).isPresent();
    assertThat(streamed.id()).isEqualTo(plain.id());
  }

  @Test
  void anAnswerWithCallsGoesBackWithTheirResults() {
    ChatCompletion answer = client.chat().completions().create(ask("tools").build());
    client
        .chat()
        .completions()
        .create(
            ask("text")
                .addMessage(answer.choices().getFirst().message())
                .addMessage(result("call_1", "3"))
                .addMessage(result("call_2", "noon"))
                .build());
    List<Message> messages = server.last().messages();
    assertThat(messages.get(1).parts())
        .filteredOn(Part.ToolCall.class::isInstance)
        .extracting(call -> ((Part.ToolCall) call).id())
        .containsExactly("call_1", "call_2");
    assertThat(messages.get(2).parts()).hasSize(2);
  }

  private static ChatCompletionToolMessageParam result(String call, String text) {
    return ChatCompletionToolMessageParam.builder().toolCallId(call).content(text).build();
  }

  @Test
  void everythingAClientCanSayIsRead() {
    JsonValue properties = JsonValue.from(Map.of("at", Map.of("type", "string")));
    client
        .chat()
        .completions()
        .create(
            ChatCompletionCreateParams.builder()
                .model("text")
                .maxCompletionTokens(1000)
                .addDeveloperMessage("be brief")
                .addUserMessageOfArrayOfContentParts(
                    List.of(
                        ChatCompletionContentPart.ofText(
                            ChatCompletionContentPartText.builder().text("what is this?").build()),
                        image("data:image/png;base64," + Conversation.PIXELS),
                        image("https://example.org/cat.png")))
                .addMessage(
                    ChatCompletionAssistantMessageParam.builder()
                        .content("I look")
                        .addToolCall(call("call_1", "{\"at\":\"cat\"}"))
                        .addToolCall(call("call_2", "{}"))
                        .build())
                .addMessage(result("call_1", "a cat"))
                .addMessage(result("call_2", "nothing"))
                .addTool(
                    ChatCompletionFunctionTool.builder()
                        .function(
                            FunctionDefinition.builder()
                                .name("look")
                                .description("looks")
                                .parameters(
                                    FunctionParameters.builder()
                                        .putAdditionalProperty("type", JsonValue.from("object"))
                                        .putAdditionalProperty("properties", properties)
                                        .build())
                                .build())
                        .build())
                .toolChoice(ChatCompletionToolChoiceOption.Auto.AUTO)
                .parallelToolCalls(true)
                .jsonSchemaResponseFormat(
                    JsonSchema.builder()
                        .name("animal")
                        .schema(
                            JsonSchema.Schema.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .build())
                        .strict(true)
                        .build())
                .stopOfStrings(List.of("END"))
                .build());
    assertThat(server.last()).isEqualTo(Conversation.openAi());
  }

  private static ChatCompletionContentPart image(String url) {
    return ChatCompletionContentPart.ofImageUrl(
        ChatCompletionContentPartImage.builder()
            .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder().url(url).build())
            .build());
  }

  private static ChatCompletionMessageFunctionToolCall call(String id, String arguments) {
    return ChatCompletionMessageFunctionToolCall.builder()
        .id(id)
        .function(
            ChatCompletionMessageFunctionToolCall.Function.builder()
                .name("look")
                .arguments(arguments)
                .build())
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "Throttled, InternalServerException, 503, overloaded",
    "Unavailable, InternalServerException, 502, upstream_error",
    "TimedOut, InternalServerException, 504, timeout",
    "Refused, BadRequestException, 400, content_filter",
    "BadRequest, BadRequestException, 400,",
    "UnknownModel, NotFoundException, 404, model_not_found",
    "UnsupportedParameter, BadRequestException, 400, unsupported_parameter",
    "ContextTooLong, BadRequestException, 400, context_length_exceeded",
    "Unauthorized, InternalServerException, 502, upstream_auth",
    "CreditSpent, InternalServerException, 502, upstream_credit",
    "Malformed, InternalServerException, 502, upstream_error",
  })
  void failuresHaveTheirClass(String model, String exception, int status, String code) {
    OpenAIServiceException thrown =
        catchThrowableOfType(
            OpenAIServiceException.class,
            () -> client.chat().completions().create(ask(model).build()));
    assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(thrown.statusCode()).isEqualTo(status);
    assertThat(thrown.code().orElse(null)).isEqualTo(code);
    assertThat(thrown.getMessage()).contains(Scenarios.failure(model).message());
  }

  @ParameterizedTest
  @CsvSource({"retried, 3", "hopeful, 2"})
  void clientsRetryWhenAskedTo(String model, int calls) {
    ChatCompletion answer = patient.chat().completions().create(ask(model).build());
    assertThat(answer.choices().getFirst().message().content()).contains("at last");
    assertThat(scenarios.calls(model)).isEqualTo(calls);
  }

  @Test
  void clientsDoNotRetryWhatIsHopeless() {
    assertThatThrownBy(() -> patient.chat().completions().create(ask("hopeless").build()))
        .isInstanceOf(InternalServerException.class);
    assertThat(scenarios.calls("hopeless")).isEqualTo(1);
  }

  @Test
  void aStreamThatBreaksOffThrowsAfterItsBeginning() {
    StringBuilder text = new StringBuilder();
    try (var stream = client.chat().completions().createStreaming(ask("broken").build())) {
      assertThatThrownBy(() ->
              stream.stream()
                  .forEach(chunk ->
                      chunk.choices().getFirst().delta().content().ifPresent(text::append)))
          .hasMessageContaining("the provider broke off");
    }
    assertThat(text.toString()).isEqualTo("half");
  }

  @Test
  void vectorsAreReadInBothEncodings() {
    EmbeddingCreateParams.Builder params =
        EmbeddingCreateParams.builder().model("m").inputOfArrayOfStrings(List.of("a", "bc"));
    CreateEmbeddingResponse byDefault = client.embeddings().create(params.build()).validate();
    CreateEmbeddingResponse numbers =
        client
            .embeddings()
            .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build())
            .validate();
    assertThat(byDefault.data().get(1).embedding()).containsExactly(2f, -2f);
    assertThat(numbers.data().get(1).embedding()).containsExactly(2f, -2f);
  }

  @Test
  void aClientThatLeavesIsNoticed() throws Exception {
    try (var stream = client.chat().completions().createStreaming(ask("endless").build())) {
      assertThat(stream.stream().limit(3)).hasSize(3);
    }
    assertThat(server.clientLeft().get(10, TimeUnit.SECONDS)).isTrue();
  }
}
