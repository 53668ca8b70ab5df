package dev.fairway.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.access.KubeConfig;
import dev.fairway.apiserver.access.Pki;
import dev.fairway.apiserver.pipeline.ApiRequest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketTest {
  private static final Pki PKI = Pki.inMemory(Clock.systemUTC(), new SecureRandom(), List.of());

  private final BlockingQueue<ApiRequest> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private volatile Handler handler =
      request ->
          ListenerTest.stream(sink -> {
            try {
              ListenerTest.feed(events, sink);
            } finally {
              ends.add("closed=" + sink.closed());
            }
          });
  private final Listener listener =
      Listener.start(
          Listener.Settings.local(0, PKI.server(), PKI.authority().certificate()),
          request -> {
            seen.add(request);
            return handler.handle(request);
          });

  @AfterEach
  void stop() {
    listener.close();
  }

  @Test
  void fabric8WatchesOverWebSocket() throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (KubernetesClient client = fabric8();
        Watch watch = client.configMaps().inNamespace("default").watch(into(got))) {
      assertThat(watch).isNotNull();
      assertThat(seen.take().webSocket()).isTrue();
      events.add(event("ADDED", "one"));
      events.add(event("MODIFIED", "x".repeat(100_000)));

      assertThat(got.take()).isEqualTo("ADDED one");
      assertThat(got.take()).isEqualTo("MODIFIED " + "x".repeat(100_000));
    }
    assertThat(ends.take()).isEqualTo("closed=true");
  }

  @Test
  void fabric8SeesARefusalAsItsStatus() {
    handler =
        request ->
            ListenerTest.whole(
                403,
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,"
                    + "\"reason\":\"Forbidden\",\"message\":\"configmaps is forbidden\"}");
    try (KubernetesClient client = fabric8()) {
      assertThatThrownBy(() ->
              client.configMaps().inNamespace("default").watch(into(new LinkedBlockingQueue<>())))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> {
                assertThat(refusal.getCode()).isEqualTo(403);
                assertThat(refusal.getMessage()).contains("Forbidden");
              });
    }
  }

  @Test
  void saysGoodbyeWhenTheStreamIsOver() throws Exception {
    Heard heard = new Heard();
    connect(heard).join();
    events.add("one\n");
    events.add("");

    assertThat(heard.what.take()).isEqualTo("one\n");
    assertThat(heard.what.take()).isEqualTo("closed 1000");
  }

  @Test
  void answersPingsAndReturnsTheGoodbye() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = connect(heard).join();

    socket.sendPing(ByteBuffer.wrap("hi".getBytes(StandardCharsets.UTF_8))).join();
    assertThat(heard.what.take()).isEqualTo("pong hi");
    socket.sendText("ignored", true).join();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    assertThat(heard.what.take()).isEqualTo("closed 1000");
    assertThat(ends.take()).isEqualTo("closed=true");
  }

  @Test
  void endsTheStreamOfAClientThatVanished() throws Exception {
    connect(new Heard()).join().abort();

    assertThat(ends.take()).isEqualTo("closed=true");
  }

  @Test
  void saysGoodbyeWhenTheListenerCloses() throws Exception {
    Heard heard = new Heard();
    connect(heard).join();
    // The upgrade is answered before the stream begins; its first event shows that it has.
    events.add("one\n");
    assertThat(heard.what.take()).isEqualTo("one\n");

    listener.close();

    assertThat(heard.what.take()).isEqualTo("closed 1000");
  }

  @Test
  void answersAnExceptionWithAPlainStatus() {
    handler =
        request -> {
          throw new IllegalStateException("secret detail");
        };

    assertThatThrownBy(() -> connect(new Heard()).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(500));
  }

  private KubernetesClient fabric8() {
    KubeConfig file =
        new KubeConfig("test", listener.url(), PKI.authority().certificate(), PKI.admin());
    Config config = Config.fromKubeconfig(file.yaml());
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private CompletableFuture<WebSocket> connect(Heard heard) {
    URI url = URI.create(listener.url().toString().replace("https:", "wss:") + "/api?watch=true");
    return TestClients.with(PKI, PKI.admin(), HttpClient.Version.HTTP_1_1)
        .newWebSocketBuilder()
        .buildAsync(url, heard);
  }

  private static Watcher<ConfigMap> into(BlockingQueue<String> got) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap resource) {
        got.add(action + " " + resource.getMetadata().getName());
      }

      @Override
      public void onClose(WatcherException cause) {
        got.add("closed " + cause.getMessage());
      }
    };
  }

  private static String event(String type, String name) {
    return "{\"type\":\"%s\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"7\"}}}\n"
        .formatted(type, name);
  }

  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> what = new LinkedBlockingQueue<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      what.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      what.add("pong " + StandardCharsets.UTF_8.decode(message));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      what.add("closed " + code);
      return null;
    }
  }
}
