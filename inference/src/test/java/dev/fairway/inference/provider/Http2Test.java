package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.dialect.OpenAiDialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Providers that choose HTTP/2 in the TLS handshake.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {
  private @Nullable TestKeys made;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  void makeKeys(@TempDir Path folder) throws Exception {
    made = TestKeys.make(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    opened.clear();
  }

  @Test
  void callsShareOneConnection() throws Exception {
    Http2Provider provider = provider(100);
    HttpChatModel model = model(provider);
    ask(model, "hello");
    ExecutorService callers = callers();
    List<Future<ChatResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(callers.submit(() -> ask(model, "hello")));
    }
    for (Future<ChatResponse> answer : answers) {
      assertThat(answer.get().text()).isEqualTo("hello");
    }
    assertThat(provider.connections()).isEqualTo(1);
  }

  @Test
  void anotherConnectionIsOpenedWhenTheProviderTakesNoMoreStreams() throws Exception {
    Http2Provider provider = provider(1);
    HttpChatModel model = model(provider);
    ask(model, "hello");
    Future<ChatResponse> slow = callers().submit(() -> ask(model, "hang"));
    assertThat(provider.next()).isEqualTo("asked hang");

    assertThat(ask(model, "hello").text()).isEqualTo("hello");

    assertThat(provider.connections()).isEqualTo(2);
    provider.answerAll();
    assertThat(slow.get().text()).isEqualTo("hello");
  }

  @Test
  void aCallerThatGivesUpResetsItsStreamAndNothingElse() throws Exception {
    Http2Provider provider = provider(100);
    HttpChatModel model = model(provider);
    ask(model, "hello");
    Future<ChatResponse> slow = callers().submit(() -> ask(model, "hang"));
    assertThat(provider.next()).isEqualTo("asked hang");

    slow.cancel(true);

    assertThat(provider.next()).isEqualTo("reset");
    assertThat(ask(model, "hello").text()).isEqualTo("hello");
    assertThat(provider.connections()).isEqualTo(1);
  }

  @Test
  void aRefusedStreamWasNotWorkedOn() throws Exception {
    HttpChatModel model = model(provider(100));
    ModelFailure failure = failure(() -> ask(model, "refuse"));
    assertThat(failure).isInstanceOf(ModelFailure.Unavailable.class);
    assertThat(failure.mayHaveRun()).isFalse();
  }

  @Test
  void aProviderThatLeavesGetsNoMoreCallsOnThatConnection() throws Exception {
    Http2Provider provider = provider(100);
    HttpChatModel model = model(provider);
    assertThat(ask(model, "leave").text()).isEqualTo("hello");
    assertThat(ask(model, "hello").text()).isEqualTo("hello");
    assertThat(provider.connections()).isEqualTo(2);
  }

  private Http2Provider provider(int maxStreams) throws Exception {
    return keep(new Http2Provider(keys(), maxStreams));
  }

  private HttpChatModel model(Http2Provider provider) {
    Endpoint endpoint =
        Endpoint.of("https://127.0.0.1:" + provider.port())
            .withEgress(Egress.ANYWHERE)
            .withTls(new Tls(keys().certificate(), false));
    return new HttpChatModel(
        keep(new Upstream()),
        endpoint,
        OpenAiDialect.standard(),
        null,
        RetryPolicy.NEVER,
        InstantSource.system());
  }

  private ExecutorService callers() {
    return keep(Executors.newVirtualThreadPerTaskExecutor());
  }

  private <T extends AutoCloseable> T keep(T each) {
    opened.add(each);
    return each;
  }

  private TestKeys keys() {
    TestKeys known = made;
    if (known == null) {
      throw new IllegalStateException("no keys yet");
    }
    return known;
  }

  private static ChatResponse ask(HttpChatModel model, String text) {
    return model.chat(ChatRequest.of("m", text), CallContext.within(Duration.ofSeconds(20)));
  }

  private static ModelFailure failure(Runnable call) {
    try {
      call.run();
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("the call was answered");
  }
}
