package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.OpenAiDialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against a server whose certificate names 127.0.0.1 and is signed by nobody.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private final Upstream upstream = new Upstream();
  private @Nullable SSLServerSocket opened;
  private String certificate = "";

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    TestKeys keys = TestKeys.make(folder);
    certificate = keys.certificate();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.managers().getKeyManagers(), null, null);
    opened =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterAll
  void close() throws IOException {
    upstream.close();
    server().close();
  }

  @Test
  void trustsACertificateOfTheBundle() {
    assertThat(ask("127.0.0.1", new Tls(certificate, false)).text()).isEqualTo("hello");
  }

  @Test
  void refusesACertificateNobodySigned() {
    assertThat(failure("127.0.0.1", Tls.DEFAULT))
        .isInstanceOf(ModelFailure.Unavailable.class)
        .extracting(ModelFailure::mayHaveRun)
        .isEqualTo(false);
  }

  @Test
  void refusesACertificateOfAnotherHost() {
    assertThat(failure("localhost", new Tls(certificate, false)).message()).contains("localhost");
  }

  @Test
  void trustsAnybodyWhenToldTo() {
    assertThat(ask("localhost", new Tls(null, true)).text()).isEqualTo("hello");
  }

  @Test
  void aBundleThatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> ask("127.0.0.1", new Tls("no certificates", false)))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("tls.caBundle");
  }

  private SSLServerSocket server() {
    return Objects.requireNonNull(opened);
  }

  private ModelFailure failure(String host, Tls tls) {
    try {
      ask(host, tls);
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("the call was answered");
  }

  private ChatResponse ask(String host, Tls tls) {
    Endpoint endpoint =
        Endpoint.of("https://" + host + ":" + server().getLocalPort())
            .withEgress(Egress.ANYWHERE)
            .withTls(tls);
    return new HttpChatModel(
            upstream,
            endpoint,
            OpenAiDialect.standard(),
            null,
            RetryPolicy.NEVER,
            InstantSource.system())
        .chat(ChatRequest.of("m", "hi"), CallContext.within(Duration.ofSeconds(20)));
  }

  private void serve() {
    while (!server().isClosed()) {
      try (Socket socket = server().accept()) {
        answer(socket);
      } catch (IOException _) {
        // a client that does not trust us, or the end
      }
    }
  }

  private static void answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8_192];
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\"hi\"") < 0) {
      int read = in.read(buffer);
      if (read < 0) {
        return;
      }
      request.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
    byte[] body =
        OpenAiDialect.standard()
            .writeResponse(ChatResponse.of("m", "hello", Usage.of(1, 1)), Instant.EPOCH);
    OutputStream out = socket.getOutputStream();
    out.write(
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }
}
