package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.InternalServerException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vendors' own clients read the simulator's answers strictly: they are the judge of whether it
/// speaks their formats.
class OfficialClientsTest {
  private final Simulator simulator =
      Simulator.start(SimulatorSettings.DEFAULT.withApiKeys("sk-test"));
  private final OpenAIClient openAi =
      OpenAIOkHttpClient.builder()
          .apiKey("sk-test")
          .baseUrl(simulator.openAiUrl())
          .maxRetries(0)
          .build();
  private final AnthropicClient anthropic =
      AnthropicOkHttpClient.builder()
          .apiKey("sk-test")
          .baseUrl(simulator.url())
          .maxRetries(0)
          .build();

  @AfterEach
  void close() {
    openAi.close();
    anthropic.close();
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[[say grüß dich, 世界 🙂]]",
        "[[tool add {\"a\":1}]][[tool get {}]]",
        "[[think hm]][[say done]]",
        "[[refuse]]",
        "[[tokens 40]]",
      })
  void openAisClientReadsAnswersAndStreamsAlike(String text) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder().model("m").addUserMessage(text).build();
    ChatCompletion plain = openAi.chat().completions().create(params).validate();
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (var stream = openAi.chat().completions().createStreaming(params)) {
      stream.stream().forEach(chunk -> accumulator.accumulate(chunk.validate()));
    }
    var message = plain.choices().getFirst().message();
    var streamed = accumulator.chatCompletion().choices().getFirst().message();
    assertThat(streamed.content().orElse("")).isEqualTo(message.content().orElse(""));
    assertThat(streamed.refusal().orElse("")).isEqualTo(message.refusal().orElse(""));
    assertThat(accumulator.chatCompletion().choices().getFirst().finishReason())
        .isEqualTo(plain.choices().getFirst().finishReason());
    assertThat(arguments(accumulator.chatCompletion())).isEqualTo(arguments(plain));
  }

  private static String arguments(ChatCompletion completion) {
    StringBuilder all = new StringBuilder();
    completion
        .choices()
        .getFirst()
        .message()
        .toolCalls()
        .ifPresent(
            calls -> calls.forEach(call -> all.append(call.asFunction().function().arguments())));
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[[say grüß dich, 世界 🙂]]",
        "[[tool add {\"a\":1}]][[tool get {}]]",
        "[[think hm]][[say done]]",
        "[[refuse]]",
        "[[tokens 40]]",
      })
  void anthropicsClientReadsAnswersAndStreamsAlike(String text) {
    MessageCreateParams params =
        MessageCreateParams.builder().model("m").maxTokens(100).addUserMessage(text).build();
    Message plain = anthropic.messages().create(params).validate();
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (var stream = anthropic.messages().createStreaming(params)) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    Message streamed = accumulator.message();
    assertThat(streamed.content().size()).isEqualTo(plain.content().size());
    assertThat(textOf(streamed)).isEqualTo(textOf(plain));
    assertThat(streamed.stopReason()).isEqualTo(plain.stopReason());
    assertThat(streamed.usage().outputTokens()).isEqualTo(plain.usage().outputTokens());
  }

  private static String textOf(Message message) {
    StringBuilder text = new StringBuilder();
    message.content().forEach(block -> block.text().ifPresent(it -> text.append(it.text())));
    return text.toString();
  }

  @Test
  void anthropicsClientSpeaksTheNewVersion() {
    Message message =
        anthropic
            .messages()
            .create(
                MessageCreateParams.builder()
                    .model("m")
                    .maxTokens(100)
                    .addUserMessage("[[refuse]]")
                    .build());
    assertThat(message.stopReason()).contains(StopReason.REFUSAL);
    assertThat(simulator.journal().last().header("anthropic-version")).contains("2026-10-21");
    long tokens =
        anthropic
            .messages()
            .countTokens(
                MessageCountTokensParams.builder().model("m").addUserMessage("some text").build())
            .inputTokens();
    assertThat(tokens).isPositive();
  }

  @Test
  void embeddingsAreReadInBothEncodings() {
    EmbeddingCreateParams.Builder params =
        EmbeddingCreateParams.builder().model("sim-embed").inputOfArrayOfStrings(List.of("a", "b"));
    CreateEmbeddingResponse byDefault = openAi.embeddings().create(params.build()).validate();
    CreateEmbeddingResponse numbers =
        openAi
            .embeddings()
            .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build())
            .validate();
    assertThat(byDefault.data()).hasSize(2);
    assertThat(byDefault.data().get(1).embedding()).isEqualTo(numbers.data().get(1).embedding());
  }

  @Test
  void modelsAreListed() {
    assertThat(openAi.models().list().autoPager().stream().map(it -> it.validate().id()))
        .contains("sim-1");
  }

  @Test
  void errorsHaveTheirTypes() {
    ChatCompletionCreateParams throttled =
        ChatCompletionCreateParams.builder()
            .model("m")
            .addUserMessage("[[fault 429 retry-after=1]]")
            .build();
    assertThatThrownBy(() -> openAi.chat().completions().create(throttled))
        .isInstanceOf(RateLimitException.class);
    MessageCreateParams overloaded =
        MessageCreateParams.builder()
            .model("m")
            .maxTokens(1)
            .addUserMessage("[[fault 529]]")
            .build();
    assertThatThrownBy(() -> anthropic.messages().create(overloaded))
        .isInstanceOf(InternalServerException.class)
        .hasMessageContaining("overloaded_error");
  }
}
