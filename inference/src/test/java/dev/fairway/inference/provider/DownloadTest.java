package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What requests name by URL.
class DownloadTest {
  private static final Duration PLENTY = Duration.ofSeconds(20);

  private final Upstream upstream = new Upstream();
  private final HttpServer server;

  DownloadTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] asked = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
          boolean moved = exchange.getRequestURI().getPath().equals("/moved");
          exchange.getResponseHeaders().set("location", "/elsewhere");
          exchange.sendResponseHeaders(moved ? 302 : 200, asked.length);
          exchange.getResponseBody().write(asked);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    upstream.close();
    server.stop(0);
  }

  @Test
  void getsWhatIsThereWithItsQuery() {
    byte[] body = new Download(upstream, Egress.ANYWHERE).get(url("/a/b?c=d"), 100, PLENTY);
    assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("/a/b?c=d");
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(
            () -> new Download(upstream, Egress.ANYWHERE).get(url("/0123456789"), 5, PLENTY))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("longer than 5 bytes");
  }

  @Test
  void noRedirectIsFollowed() {
    assertThatThrownBy(() -> new Download(upstream, Egress.ANYWHERE).get(url("/moved"), 50, PLENTY))
        .hasMessageContaining("answered 302");
  }

  @Test
  void privateAddressesAreOutOfReach() {
    assertThatThrownBy(() -> new Download(upstream, Egress.PUBLIC).get(url("/"), 50, PLENTY))
        .hasMessageContaining("private or reserved network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "/only/a/path",
        "http://user:secret@127.0.0.1/",
        "ftp://127.0.0.1/x",
        "http:// /",
        "http:///x"
      })
  void whatIsNoWebAddressIsRefused(String url) {
    assertThatThrownBy(() -> new Download(upstream, Egress.ANYWHERE).get(url, 50, PLENTY))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageNotContaining("secret");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }
}
