package dev.fairway.local.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufModelTest {
  private static final CallContext STRICT = CallContext.within(Duration.ofSeconds(60));
  private static final CallContext LENIENT =
      new CallContext(Duration.ofSeconds(60), CallContext.Unsupported.DROP);

  @TempDir private Path folder;
  private GgufModel model;

  @BeforeEach
  void load() throws Exception {
    Path file = folder.resolve("Tiny-1.gguf");
    TinyGguf.write(file);
    model = GgufModel.load(file, new GgufSettings(TinyGguf.CONTEXT, 1, 1));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void answersAndCountsTokens() {
    ChatResponse answer = model.chat(asking("hello", 8), STRICT);
    assertThat(model.name()).isEqualTo("Tiny-1");
    assertThat(answer.model()).isEqualTo("Tiny-1");
    assertThat(answer.text()).hasSize(8).matches("[a-z ]*");
    assertThat(answer.stop()).isEqualTo(StopReason.LENGTH);
    assertThat(answer.usage().out()).isEqualTo(8);
    assertThat(answer.usage().inputTotal()).isBetween(50L, 100L);
    assertThat(answer.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
  }

  @Test
  void streamsTokenByTokenWhatAPlainCallAnswers() {
    List<ChatEvent> events = new ArrayList<>();
    ChatResponse streamed = model.stream(asking("hello", 8), STRICT, events::add);
    ResponseFold fold = new ResponseFold();
    events.forEach(fold);
    assertThat(events).hasAtLeastOneElementOfType(ChatEvent.Started.class);
    assertThat(events).filteredOn(ChatEvent.TextDelta.class::isInstance).hasSizeBetween(4, 8);
    assertThat(fold.complete()).isTrue();
    assertThat(fold.response()).isEqualTo(streamed);
    assertThat(streamed).isEqualTo(model.chat(asking("hello", 8), STRICT));
  }

  @Test
  void fillsTheContextAndNoMore() {
    ChatResponse answer = model.chat(greedy("hello", Parameters.builder()), STRICT);
    assertThat(answer.stop()).isEqualTo(StopReason.LENGTH);
    assertThat(answer.usage().total()).isBetween(TinyGguf.CONTEXT - 3L, (long) TinyGguf.CONTEXT);
  }

  @Test
  void refusesAConversationLongerThanTheContext() {
    assertThatThrownBy(() -> model.chat(asking("hello ".repeat(100), 8), STRICT))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.ContextTooLong.class))
        .hasMessageContaining("the context 512");
  }

  @Test
  void keepsToASchema() {
    Json schema =
        Json.parse(
            """
            {"type": "object", "properties": {"n": {"type": "integer"}},
             "required": ["n"], "additionalProperties": false}\
            """);
    ChatRequest request =
        asking("hello", 100).withOutput(OutputFormat.Schema.of((Json.Obj) schema));
    Json answer = Json.parse(model.chat(request, STRICT).text());
    assertThat(((Json.Obj) answer).field("n")).containsInstanceOf(Json.Num.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D\uDE00 family", "half \uD83D one", "\u0000\u0001\"\\\n", "東京"})
  void takesAnyText(String text) {
    assertThat(model.chat(asking(text, 4), STRICT).usage().out()).isEqualTo(4);
  }

  @Test
  void endsWhenTheOneWhoListensHasHadEnough() {
    List<ChatEvent> seen = new ArrayList<>();
    Consumer<ChatEvent> leaving =
        event -> {
          seen.add(event);
          if (seen.size() == 5) {
            throw new IllegalStateException("gone");
          }
        };
    ChatRequest endless = greedy("hello", Parameters.builder());
    assertThatThrownBy(() -> model.stream(endless, STRICT, leaving)).hasMessage("gone");
    assertThat(seen).hasSize(5);
    assertThat(model.chat(asking("hello", 2), STRICT).usage().out()).isEqualTo(2);
  }

  @Test
  void endsWhenTheCallerIsInterruptedOrLate() {
    ChatRequest endless = greedy("hello", Parameters.builder());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> model.chat(endless, STRICT))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.Cancelled.class));
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> model.chat(endless, CallContext.within(Duration.ofNanos(1))))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.TimedOut.class));
    assertThat(model.chat(asking("hello", 2), STRICT).usage().out()).isEqualTo(2);
  }

  /// One runs and one waits: of three, one is refused. The runner is held by its own listener,
  /// since pieces wait for it in the queue only after they are made.
  @Test
  void refusesWhatDoesNotFitTheQueue() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      ChatRequest endless = greedy("hello", Parameters.builder());
      Callable<String> call =
          () -> {
            try {
              model.chat(endless, STRICT);
              return "answered";
            } catch (ModelFailureException e) {
              assertThat(e.failure().retryAfter()).isPresent();
              return e.failure().reason();
            }
          };
      List<String> outcomes = new ArrayList<>();
      for (Future<String> outcome : callers.invokeAll(List.of(call, call, call, call))) {
        outcomes.add(outcome.get());
      }
      assertThat(outcomes).contains("answered", "Throttled");
    }
  }

  @Test
  void endsTheCallsThatRunAndWaitWhenItCloses() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch running = new CountDownLatch(1);
      ChatRequest endless = greedy("hello", Parameters.builder());
      Future<ChatResponse> call =
          callers.submit(() -> model.stream(endless, STRICT, _ -> running.countDown()));
      running.await();
      model.close();
      assertThatThrownBy(call::get).hasMessageContaining("the local model is stopping");
      assertThatThrownBy(() -> model.chat(endless, STRICT)).hasMessageContaining("stopping");
    }
  }

  @Test
  void refusesByNameWhatItCannotDo() {
    ChatRequest withSeed = greedy("hi", Parameters.builder().maxTokens(2).seed(1L << 40));
    assertThatThrownBy(() -> model.chat(withSeed, STRICT)).hasMessageContaining("32 bits");
    assertThat(model.chat(withSeed, LENIENT).dropped()).containsExactly("seed");

    Message picture =
        new Message(
            Message.Role.USER, List.of(new Part.Image(new Part.Source.Url("https://a.b/c"))));
    assertThatThrownBy(() -> model.chat(ChatRequest.of("t", List.of(picture)), STRICT))
        .hasMessageContaining("reads text only");

    ChatRequest silent = ChatRequest.of("t", List.of(Message.system("be brief")));
    assertThatThrownBy(() -> model.chat(silent, STRICT))
        .hasMessageContaining("there is no user message");
  }

  @Test
  void readsAConversation() {
    ChatRequest talk =
        ChatRequest.of(
                "t",
                List.of(
                    Message.system("be brief"),
                    Message.user("hello"),
                    Message.assistant("yes"),
                    Message.user("again")))
            .withParameters(Parameters.builder().maxTokens(3).build());
    assertThat(model.chat(talk, STRICT).usage().inputTotal()).isGreaterThan(150);
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    assertThatThrownBy(() -> open("nowhere.gguf")).hasMessageContaining("there is no file");
    Files.writeString(folder.resolve("text.gguf"), "hello");
    assertThatThrownBy(() -> open("text.gguf")).hasMessageContaining("is no GGUF file");
    Files.write(folder.resolve("new.gguf"), new byte[] {'G', 'G', 'U', 'F', 9, 0, 0, 0});
    assertThatThrownBy(() -> open("new.gguf")).hasMessageContaining("GGUF of version 9");
    byte[] cut = new byte[600];
    System.arraycopy(Files.readAllBytes(folder.resolve("Tiny-1.gguf")), 0, cut, 0, 600);
    Files.write(folder.resolve("cut.gguf"), cut);
    assertThatThrownBy(() -> open("cut.gguf")).hasMessageContaining("is no usable model");
  }

  private void open(String file) {
    GgufModel.load(folder.resolve(file), GgufSettings.ofThreads(1)).close();
  }

  private static ChatRequest asking(String text, int tokens) {
    return greedy(text, Parameters.builder().maxTokens(tokens));
  }

  private static ChatRequest greedy(String text, Parameters.Builder parameters) {
    return ChatRequest.of("tiny", text)
        .withParameters(parameters.temperature(BigDecimal.ZERO).build());
  }

  private static ModelFailure failure(Throwable thrown) {
    return ((ModelFailureException) thrown).failure();
  }
}
