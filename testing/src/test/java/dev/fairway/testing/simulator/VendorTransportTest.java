package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Provider.KEY;
import static dev.fairway.testing.simulator.Provider.PLENTY;
import static dev.fairway.testing.simulator.Provider.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.dialect.CohereDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.KServeDialect;
import dev.fairway.inference.dialect.OllamaDialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Upstream;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Our transport against the simulator in the formats of further vendors, plain and streamed.
class VendorTransportTest {
  enum Format {
    AZURE,
    AZURE_DATED,
    MISTRAL,
    COHERE,
    OLLAMA,
    KSERVE;

    Dialect dialect() {
      return switch (this) {
        case AZURE -> OpenAiDialect.azure(null);
        case AZURE_DATED -> OpenAiDialect.azure("2024-10-21");
        case MISTRAL -> OpenAiDialect.mistral();
        case COHERE -> new CohereDialect();
        case OLLAMA -> new OllamaDialect();
        case KSERVE -> new KServeDialect();
      };
    }

    String url(Simulator simulator) {
      return switch (this) {
        case AZURE -> simulator.url(Vendor.AZURE_OPENAI);
        case MISTRAL -> simulator.url(Vendor.MISTRAL);
        case COHERE -> simulator.url(Vendor.COHERE);
        case AZURE_DATED, OLLAMA, KSERVE -> simulator.url();
      };
    }
  }

  record Manner(Format format, boolean streamed) {
    ChatResponse say(String text) {
      return chat(ChatRequest.of("sim-1", text));
    }

    ChatResponse chat(ChatRequest request) {
      SimulatorSettings settings = SimulatorSettings.DEFAULT.withApiKeys("sk-test-1234567890");
      try (Simulator simulator = Simulator.start(settings);
          Upstream upstream = new Upstream()) {
        HttpChatModel model =
            new HttpChatModel(
                upstream,
                Endpoint.of(format.url(simulator)).withEgress(Egress.ANYWHERE),
                format.dialect(),
                KEY,
                RetryPolicy.NEVER,
                InstantSource.system());
        CallContext context = CallContext.within(PLENTY);
        return streamed ? model.stream(request, context, _ -> {}) : model.chat(request, context);
      }
    }
  }

  static Stream<Manner> all() {
    return Stream.of(Format.values())
        .flatMap(format -> Stream.of(new Manner(format, false), new Manner(format, true)));
  }

  static Stream<Manner> withTools() {
    return all().filter(manner -> manner.format() != Format.KSERVE);
  }

  static Stream<Manner> withReasoning() {
    return withTools()
        .filter(manner -> manner.format() != Format.AZURE && manner.format() != Format.AZURE_DATED);
  }

  @ParameterizedTest
  @MethodSource("all")
  void answersText(Manner manner) {
    ChatResponse response = manner.say("[[say grüß dich, 世界]]");
    assertThat(response.text()).isEqualTo("grüß dich, 世界");
    assertThat(response.stop()).isEqualTo(StopReason.END);
    assertThat(response.model()).isEqualTo("sim-1");
  }

  @ParameterizedTest
  @MethodSource("withTools")
  void countsTokens(Manner manner) {
    ChatResponse response = manner.say("[[say one two]]");
    assertThat(response.usage().inputTotal()).isPositive();
    assertThat(response.usage().out()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("withTools")
  void answersParallelToolCallsAndTakesTheirResults(Manner manner) {
    Tool tool = new Tool("add", "adds", (Json.Obj) Json.parse("{\"type\":\"object\"}"), null);
    ChatRequest request =
        ChatRequest.of("sim-1", "[[tool add {\"a\":[[1]],\"b\":2.50}]][[tool add {}]]")
            .withTools(List.of(tool), null);
    ChatResponse response = manner.chat(request);
    assertThat(response.stop()).isEqualTo(StopReason.TOOL_CALLS);
    assertThat(response.toolCalls())
        .extracting(Part.ToolCall::arguments)
        .containsExactly(Json.parse("{\"a\":[[1]],\"b\":2.50}"), Json.object());
    List<Part> results =
        response.toolCalls().stream()
            .<Part>map(call -> new Part.ToolResult(call.id(), List.of(new Part.Text("3")), false))
            .toList();
    ChatRequest next =
        request.withMessages(
            List.of(
                request.messages().getFirst(),
                new Message(Message.Role.ASSISTANT, response.parts()),
                new Message(Message.Role.USER, results)));
    assertThat(manner.chat(next).stop()).isEqualTo(StopReason.END);
  }

  @ParameterizedTest
  @MethodSource("withReasoning")
  void givesReasoningBackAsItCame(Manner manner) {
    ChatResponse response = manner.say("[[think let me see]][[say done]]");
    assertThat(response.parts().getFirst()).isEqualTo(new Part.Thinking("let me see", null));
    ChatRequest next =
        ChatRequest.of(
            "sim-1",
            List.of(
                Message.user("hi"),
                new Message(Message.Role.ASSISTANT, response.parts()),
                Message.user("go on")));
    assertThat(manner.chat(next).text()).isEqualTo("You said: go on");
  }

  @ParameterizedTest
  @MethodSource("withTools")
  void answersJsonOfASchema(Manner manner) {
    Json.Obj schema =
        (Json.Obj)
            Json.parse(
                """
                {"type": "object", "properties": {
                  "mood": {"enum": ["good", "bad"]}, "score": {"type": "number"}}}
                """);
    ChatResponse response =
        manner.chat(
            ChatRequest.of("sim-1", "how is it?").withOutput(OutputFormat.Schema.of(schema)));
    assertThat(Json.parse(response.text()))
        .isEqualTo(Json.parse("{\"mood\":\"good\",\"score\":0}"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesErrorsTheirClass(Manner manner) {
    assertThat(failureOf(() -> manner.say("[[fault 429]]")))
        .isInstanceOf(ModelFailure.Throttled.class);
    assertThat(failureOf(() -> manner.say("[[fault 500]]")))
        .isInstanceOf(ModelFailure.Unavailable.class);
    assertThat(failureOf(() -> manner.say("[[fault 400]]")))
        .isInstanceOf(ModelFailure.BadRequest.class);
    assertThat(failureOf(() -> manner.say("[[fault bad-json]]")))
        .isInstanceOf(ModelFailure.Malformed.class);
    assertThat(failureOf(() -> manner.say("some words [[fault cut]]")).mayHaveRun()).isTrue();
    assertThat(failureOf(() -> manner.chat(ChatRequest.of("no-such-model", "hi"))))
        .isInstanceOf(ModelFailure.UnknownModel.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsAStreamOfSingleBytes(Manner manner) {
    assertThat(manner.say("[[say ünï cödé 🙂]][[fault byte-by-byte]]").text())
        .isEqualTo("ünï cödé 🙂");
  }

  /// KServe stops at 20 tokens unless told otherwise.
  @ParameterizedTest
  @MethodSource("all")
  void theWholeAnswerComes(Manner manner) {
    assertThat(manner.say("[[tokens 30]]").stop()).isEqualTo(StopReason.END);
  }
}
