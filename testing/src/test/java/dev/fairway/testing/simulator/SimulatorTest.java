package dev.fairway.testing.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
  @Test
  void theSameRequestGetsTheSameAnswer() {
    try (Provider one = Provider.start(Provider.Manner.OPENAI);
        Provider other = Provider.start(Provider.Manner.OPENAI)) {
      assertThat(one.say("[[tool add {\"a\":1}]]")).isEqualTo(other.say("[[tool add {\"a\":1}]]"));
    }
  }

  @Test
  void queuedFaultsMeetOneCallEach() {
    try (Provider provider = Provider.start(Provider.Manner.ANTHROPIC)) {
      provider.simulator().next(Fault.status(503), Fault.throttledMillis(5));
      assertThat(provider.failure("a")).isInstanceOf(ModelFailure.Unavailable.class);
      assertThat(provider.failure("a")).isInstanceOf(ModelFailure.Throttled.class);
      assertThat(provider.say("a").text()).isEqualTo("You said: a");
      assertThat(provider.simulator().journal().calls("a")).isEqualTo(3);
    }
  }

  @Test
  void theJournalKeepsRequestsAsReceived() {
    try (Provider provider = Provider.start(Provider.Manner.ANTHROPIC)) {
      provider.say("hello");
      Received received = provider.simulator().journal().last();
      assertThat(received.path()).isEqualTo("/v1/messages");
      assertThat(received.header("x-api-key")).contains("sk-test-1234567890");
      assertThat(received.header("authorization")).isEmpty();
      assertThat(received.text()).isEqualTo("hello");
      assertThat(received.bodyText()).startsWith("{\"model\":\"m\",\"max_tokens\":");
    }
  }

  @Test
  void theJournalNeverPrintsCredentials() {
    try (Provider provider = Provider.start(Provider.Manner.ANTHROPIC)) {
      provider.say("hello");
      assertThat(provider.simulator().journal().last().toString())
          .contains("x-api-key: (hidden)")
          .doesNotContain("sk-test");
    }
  }

  @ParameterizedTest
  @MethodSource("words")
  void everyFaultHasAWord(String words) {
    assertThat(Fault.parse(words)).isNotNull();
  }

  static Stream<String> words() {
    return Simulator.faults().keySet().stream()
        .map(words -> words.replaceAll("[\\[ ].*", "").replaceAll("=.*", "=9"))
        .map(words -> words.replace("STATUS", "429"));
  }

  @Test
  void connectionsMayBeDroppedOrRefused() throws Exception {
    try (Caller caller = Caller.start()) {
      caller.simulator().dropConnections(1);
      assertThat(statusOfNewConnection(caller)).isEmpty();
      assertThat(statusOfNewConnection(caller)).contains(200);
      caller.simulator().refuseConnections();
      assertThat(statusOfNewConnection(caller)).isEmpty();
      caller.simulator().acceptConnections();
      assertThat(statusOfNewConnection(caller)).contains(200);
    }
  }

  private static Optional<Integer> statusOfNewConnection(Caller caller) {
    try (Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), URI.create(caller.simulator().url()).getPort())) {
      byte[] get = "GET /v1/models HTTP/1.1\r\nconnection: close\r\n\r\n".getBytes(US_ASCII);
      socket.getOutputStream().write(get);
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return answer.isEmpty()
          ? Optional.empty()
          : Optional.of(Integer.valueOf(answer.substring(9, 12)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Test
  void answersCarryTheProvidersRateLimits() {
    try (Caller caller = Caller.start(SimulatorSettings.DEFAULT.withRateLimits(true))) {
      assertThat(
              caller
                  .post("/v1/chat/completions", Format.OPENAI.body("hi", false))
                  .header("x-ratelimit-remaining-requests"))
          .isEqualTo("999");
      assertThat(
              caller
                  .post(
                      "/v1/messages",
                      Format.ANTHROPIC.body("hi", false),
                      "anthropic-version",
                      "2023-06-01")
                  .header("anthropic-ratelimit-requests-reset"))
          .isEqualTo("2026-01-01T00:00:01Z");
    }
  }

  @Test
  void answersMayHaveAFixedSize() {
    try (Caller caller = Caller.start(SimulatorSettings.DEFAULT.withAnswerTokens(3))) {
      Caller.Answered answer = caller.post("/v1/chat/completions", Format.OPENAI.body("hi", false));
      assertThat(answer.at("choices/0/message/content")).isEqualTo("w0 w1 w2");
      assertThat(answer.at("usage/completion_tokens")).isEqualTo("3");
    }
  }

  @Test
  void aFastOneAnswersWithoutReading() {
    try (Caller caller = Caller.start(SimulatorSettings.DEFAULT.withFast(true))) {
      String path = "/v1/chat/completions";
      String first = caller.post(path, Format.OPENAI.body("one", false)).text();
      assertThat(caller.post(path, Format.OPENAI.body("two", false)).text()).isEqualTo(first);
      Caller.Answered stream = caller.post(path, Format.OPENAI.body("two", true));
      assertThat(stream.header("content-type")).startsWith("text/event-stream");
      assertThat(caller.post(path, Format.OPENAI.body("x", true)).text()).isEqualTo(stream.text());
      assertThat(caller.simulator().journal().calls()).isEqualTo(4);
    }
  }

  @Test
  void aGapMakesAStreamOfSoManyTokensPerSecond() {
    assertThat(SimulatorSettings.DEFAULT.withTokensPerSecond(50).eventGap()).hasMillis(20);
  }

  @Test
  void manyCallersAreAnsweredOnceEach() throws Exception {
    int calls = 2_000;
    try (Provider provider = Provider.start(Provider.Manner.OPENAI, SimulatorSettings.DEFAULT);
        ExecutorService callers = Executors.newFixedThreadPool(32, Thread.ofVirtual().factory())) {
      HttpChatModel model = provider.model(Timeouts.DEFAULT, RetryPolicy.NEVER, null);
      var answers =
          callers.invokeAll(
              IntStream.range(0, calls)
                  .<Callable<String>>mapToObj(i ->
                      () ->
                          model
                              .chat(
                                  ChatRequest.of("m", "call " + i),
                                  CallContext.within(Provider.PLENTY))
                              .text())
                  .toList());
      for (int i = 0; i < calls; i++) {
        assertThat(answers.get(i).get()).isEqualTo("You said: call " + i);
      }
      assertThat(provider.simulator().journal().calls()).isEqualTo(calls);
    }
  }
}
