package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Timeouts;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
  void everyFaultHasAWord() {
    for (String words :
        List.of(
            "429 retry-after=1",
            "slow=1",
            "stall",
            "cut",
            "close",
            "byte-by-byte",
            "giant-line=9",
            "bad-json",
            "wrong-content-type",
            "missing-usage",
            "missing-done",
            "error-in-stream",
            "duplicate-start",
            "compressed")) {
      assertThat(Fault.parse(words)).isNotNull();
    }
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
