package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Requests that ask for a WebSocket (RFC 6455). The handler answers first: a stream upgrades the
/// connection, anything else goes back as plain HTTP, so that 401, 403 and 410 look the same
/// everywhere.
///
/// Own code instead of helidon-webserver-websocket, which can refuse an upgrade only with bare
/// status codes and brings a routing of its own.
final class WebSocketUpgrader implements Http1Upgrader {
  private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
  private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
  private static final String ONLY_VERSION = "13";
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Answers answers;
  private final OpenStreams streams;

  WebSocketUpgrader(Answers answers, OpenStreams streams) {
    this.answers = answers;
    this.streams = streams;
  }

  @Override
  public String supportedProtocol() {
    return "websocket";
  }

  /// Null when this is not a handshake: the request goes on as an ordinary one.
  @Override
  @SuppressWarnings("NullAway") // Helidon is not annotated
  public @Nullable ServerConnection upgrade(
      ConnectionContext ctx, HttpPrologue prologue, WritableHeaders<?> headers) {
    if (!headers.contains(KEY)
        || !headers.contains(VERSION)
        || !headers.get(VERSION).get().equals(ONLY_VERSION)) {
      return null;
    }
    Http1Wire wire = new Http1Wire(ctx.dataWriter());
    ApiRequest asked = Requests.read(prologue, headers, ctx.remotePeer(), new byte[0], true);
    return switch (answers.to(asked)) {
      case ApiAnswer.Whole whole -> {
        wire.whole(whole);
        throw new CloseConnectionException("answered without an upgrade");
      }
      case ApiAnswer.Streamed streamed -> {
        wire.switchToWebSocket(accept(headers.get(KEY).get()));
        yield new WebSocketConnection(ctx, streamed.frames(), streams);
      }
    };
  }

  static String accept(String key) {
    try {
      byte[] text = (key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-1", e);
    }
  }
}
