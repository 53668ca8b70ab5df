package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.OpenAiDialect;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A provider that answers a number of calls per connection and hangs up on the next.
class StaleConnectionTest {
  private final Upstream upstream = new Upstream();
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;

  StaleConnectionTest() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    upstream.close();
    server.close();
  }

  @Test
  void aKeptConnectionThatTurnsOutClosedIsReplacedOnce() {
    serve(1);
    HttpChatModel model = model();
    assertThat(ask(model)).isEqualTo("hello");
    assertThat(ask(model)).isEqualTo("hello");
    assertThat(connections).hasValue(2);
  }

  @Test
  void aNewConnectionThatBreaksIsNotTriedAgain() {
    serve(0);
    HttpChatModel model = model();
    assertThatThrownBy(() -> ask(model)).isInstanceOf(ModelFailureException.class);
    assertThat(connections).hasValue(1);
  }

  private HttpChatModel model() {
    return new HttpChatModel(
        upstream,
        Endpoint.of("http://127.0.0.1:" + server.getLocalPort()).withEgress(Egress.ANYWHERE),
        OpenAiDialect.standard(),
        null,
        RetryPolicy.NEVER,
        InstantSource.system());
  }

  private static String ask(HttpChatModel model) {
    return model.chat(ChatRequest.of("m", "hi"), CallContext.within(Duration.ofSeconds(20))).text();
  }

  private void serve(int answers) {
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
              connections.incrementAndGet();
              for (int i = 0; i < answers; i++) {
                request(socket.getInputStream());
                answer(socket);
              }
              request(socket.getInputStream());
            } catch (IOException _) {
              // the end
            }
          }
        });
  }

  private static void request(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    byte[] buffer = new byte[8_192];
    while (request.indexOf("\"hi\"") < 0) {
      int read = in.read(buffer);
      if (read < 0) {
        return;
      }
      request.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
  }

  private static void answer(Socket socket) throws IOException {
    byte[] body =
        OpenAiDialect.standard()
            .writeResponse(ChatResponse.of("m", "hello", Usage.of(1, 1)), Instant.EPOCH);
    socket
        .getOutputStream()
        .write(
            ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
  }
}
