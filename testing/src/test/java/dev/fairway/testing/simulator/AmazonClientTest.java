package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolSpecification;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/// AWS's own client as judge of the simulator's answers, frames and check of signatures. One for
/// all tests: closing it takes two seconds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AmazonClientTest {
  private static final String MODEL = "anthropic.some-model-20260101-v1:0";

  private final Simulator simulator =
      Simulator.start(SimulatorSettings.DEFAULT.withApiKeys("key-1"));
  private final BedrockRuntimeClient client = client("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  private final BedrockRuntimeAsyncClient streaming =
      BedrockRuntimeAsyncClient.builder()
          .endpointOverride(URI.create(simulator.url()))
          .region(Region.EU_CENTRAL_1)
          // by itself it would insist on HTTP/2
          .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
          .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
          .credentialsProvider(keys("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
          .build();

  private BedrockRuntimeClient client(String secret) {
    return BedrockRuntimeClient.builder()
        .endpointOverride(URI.create(simulator.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(keys(secret))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }

  private static StaticCredentialsProvider keys(String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", secret));
  }

  @AfterAll
  void close() {
    client.close();
    streaming.close();
    simulator.close();
  }

  private static Message user(String text) {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(text))
        .build();
  }

  /// What a stream brought.
  private static final class Streamed {
    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();
    final StringBuilder arguments = new StringBuilder();
    final List<String> calls = new ArrayList<>();
    String stop = "";
    TokenUsage usage = TokenUsage.builder().build();

    ConverseStreamResponseHandler handler() {
      return ConverseStreamResponseHandler.builder()
          .subscriber(
              ConverseStreamResponseHandler.Visitor.builder()
                  .onContentBlockStart(e -> calls.add(e.start().toolUse().name()))
                  .onContentBlockDelta(e -> add(e.delta()))
                  .onMessageStop(e -> stop = e.stopReasonAsString())
                  .onMetadata((ConverseStreamMetadataEvent e) -> usage = e.usage())
                  .build())
          .build();
    }

    private void add(ContentBlockDelta delta) {
      switch (delta.type()) {
        case TEXT -> text.append(delta.text());
        case TOOL_USE -> arguments.append(delta.toolUse().input());
        case REASONING_CONTENT -> {
          String more = delta.reasoningContent().text();
          thinking.append(more == null ? "" : more);
        }
        default -> throw new AssertionError(delta.type());
      }
    }
  }

  private Streamed stream(String text) {
    Streamed streamed = new Streamed();
    streaming.converseStream(r -> r.modelId(MODEL).messages(user(text)), streamed.handler()).join();
    return streamed;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[[say grüß dich, 世界 🙂]]",
        "[[think hm]][[say done]]",
        "[[tool add {\"a\":1}]][[tool get {}]]",
        "[[refuse]]",
        "[[tokens 40]]",
      })
  void readsAnswersAndStreamsAlike(String text) {
    ConverseResponse plain = client.converse(r -> r.modelId(MODEL).messages(user(text)));
    Streamed streamed = stream(text);
    StringBuilder words = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<String> calls = new ArrayList<>();
    for (ContentBlock block : plain.output().message().content()) {
      switch (block.type()) {
        case TEXT -> words.append(block.text());
        case TOOL_USE -> calls.add(block.toolUse().name());
        case REASONING_CONTENT -> thinking.append(block.reasoningContent().reasoningText().text());
        default -> throw new AssertionError(block.type());
      }
    }
    assertThat(streamed.text.toString()).isEqualTo(words.toString());
    assertThat(streamed.thinking.toString()).isEqualTo(thinking.toString());
    assertThat(streamed.calls).isEqualTo(calls);
    assertThat(streamed.stop).isEqualTo(plain.stopReasonAsString());
    assertThat(streamed.usage).isEqualTo(plain.usage());
    assertThat(plain.stopReason()).isNotEqualTo(StopReason.UNKNOWN_TO_SDK_VERSION);
  }

  @Test
  void aWrongSecretIsNoticed() {
    try (BedrockRuntimeClient wrong = client("another secret")) {
      assertThatThrownBy(() -> wrong.converse(r -> r.modelId(MODEL).messages(user("hi"))))
          .isInstanceOf(BedrockRuntimeException.class)
          .hasMessageContaining("signature we calculated does not match");
    }
  }

  @Test
  void toolResultsAreTaken() {
    ToolUseBlock call =
        client
            .converse(r -> r.modelId(MODEL).messages(user("[[tool add {\"a\":1}]]")))
            .output()
            .message()
            .content()
            .getFirst()
            .toolUse();
    assertThat(call.input()).isEqualTo(Document.mapBuilder().putNumber("a", 1).build());
    Message answer =
        Message.builder()
            .role(ConversationRole.ASSISTANT)
            .content(ContentBlock.fromToolUse(call))
            .build();
    ToolResultBlock three =
        ToolResultBlock.builder()
            .toolUseId(call.toolUseId())
            .content(ToolResultContentBlock.fromText("3"))
            .build();
    Message result =
        Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromToolResult(three))
            .build();
    ToolSpecification add =
        ToolSpecification.builder()
            .name("add")
            .inputSchema(ToolInputSchema.fromJson(Document.mapBuilder().build()))
            .build();
    ToolConfiguration tools = ToolConfiguration.builder().tools(Tool.fromToolSpec(add)).build();
    ConverseResponse next =
        client.converse(
            r -> r.modelId(MODEL).messages(user("add"), answer, result).toolConfig(tools));
    assertThat(next.stopReason()).isEqualTo(StopReason.END_TURN);
  }

  @Test
  void failuresHaveTheirTypes() {
    assertThatThrownBy(() -> client.converse(r -> r.modelId(MODEL).messages(user("[[fault 429]]"))))
        .isInstanceOf(ThrottlingException.class);
    assertThatThrownBy(() -> stream("some words [[fault error-in-stream=429]]"))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ThrottlingException.class);
    assertThatThrownBy(() -> stream("some words [[fault bad-checksum]]"))
        .hasStackTraceContaining("checksum");
  }

  @Test
  void countsTokens() {
    assertThat(
            client
                .countTokens(r ->
                    r.modelId(MODEL).input(i -> i.converse(c -> c.messages(user("some text")))))
                .inputTokens())
        .isEqualTo(3);
  }
}
