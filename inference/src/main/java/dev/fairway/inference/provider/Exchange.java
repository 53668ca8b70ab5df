package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.TimedOut.Phase;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.provider.Connection.Piece;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request and its answer. Opened by [#post], read once, always closed: closing before the end
/// of the answer closes the connection, which tells the provider to stop.
final class Exchange implements AutoCloseable {
  private static final long DRAIN_NANOS = 20_000_000;

  private final UpstreamPool pool;
  private final Endpoint endpoint;
  private final Deadline deadline;
  private final int maxBytes;
  private final Connection connection;
  private Piece.@Nullable Head head;
  private long received;
  private boolean ended;
  private boolean reusable;
  private boolean closed;
  private volatile boolean unsent;

  private Exchange(
      UpstreamPool pool,
      Endpoint endpoint,
      Connection connection,
      Deadline deadline,
      int maxBytes) {
    this.pool = pool;
    this.endpoint = endpoint;
    this.connection = connection;
    this.deadline = deadline;
    this.maxBytes = maxBytes;
  }

  /// Sends a body, whose type is among the headers, and waits for the head of the answer.
  static Exchange post(
      Upstream upstream,
      Endpoint endpoint,
      String path,
      Map<String, String> headers,
      byte[] body,
      Deadline deadline,
      int maxBytes)
      throws InterruptedException {
    FullHttpRequest request = request(HttpMethod.POST, endpoint, path, headers, body);
    request.headers().set("content-length", body.length);
    return open(upstream, endpoint, request, deadline, maxBytes);
  }

  /// Asks for what is at a path and waits for the head of the answer.
  static Exchange get(
      Upstream upstream,
      Endpoint endpoint,
      String path,
      Map<String, String> headers,
      Deadline deadline,
      int maxBytes)
      throws InterruptedException {
    FullHttpRequest request = request(HttpMethod.GET, endpoint, path, headers, new byte[0]);
    return open(upstream, endpoint, request, deadline, maxBytes);
  }

  private static Exchange open(
      Upstream upstream,
      Endpoint endpoint,
      FullHttpRequest request,
      Deadline deadline,
      int maxBytes)
      throws InterruptedException {
    UpstreamPool pool = upstream.pool(endpoint);
    Exchange exchange =
        new Exchange(pool, endpoint, pool.take(endpoint, deadline), deadline, maxBytes);
    try {
      exchange.send(request);
      exchange.awaitHead();
      return exchange;
    } catch (ModelFailureException | InterruptedException e) {
      exchange.close();
      throw e;
    }
  }

  private static FullHttpRequest request(
      HttpMethod method, Endpoint endpoint, String path, Map<String, String> headers, byte[] body) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, method, path, Unpooled.wrappedBuffer(body));
    HttpHeaders all = request.headers();
    all.set("host", endpoint.authority());
    all.set("accept-encoding", "identity");
    all.set("user-agent", "fairway");
    endpoint.headers().forEach(all::set);
    headers.forEach(all::set);
    return request;
  }

  private void send(FullHttpRequest request) {
    ChannelFuture sending = connection.send(request);
    sending.addListener((Future<Void> sent) -> {
      if (!sent.isSuccess()) {
        unsent = true;
        connection.close();
      }
    });
  }

  private void awaitHead() throws InterruptedException {
    long limit = Deadline.saturated(endpoint.timeouts().firstByte());
    head =
        switch (next(limit, Phase.FIRST_BYTE)) {
          case Piece.Head arrived -> arrived;
          case Piece.Broken(var cause) ->
              throw broken("the connection broke before the answer began", cause);
          case Piece.Bytes _, Piece.End _ ->
              throw new IllegalStateException("an answer without a head");
        };
  }

  int status() {
    return checkedHead().status();
  }

  @Nullable String header(String name) {
    return checkedHead().headers().get(name);
  }

  /// The type of the answer's content, parameters included; empty when it names none.
  String contentType() {
    String encoding = header("content-encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ModelFailureException(
          new ModelFailure.Malformed("the provider compressed its answer though asked not to"));
    }
    String type = header("content-type");
    return type == null ? "" : type;
  }

  private Piece.Head checkedHead() {
    Piece.Head known = head;
    if (known == null) {
      throw new IllegalStateException("no answer yet");
    }
    return known;
  }

  /// The next bytes of the answer, or null at its end.
  byte @Nullable [] read() throws InterruptedException {
    if (ended) {
      return null;
    }
    return switch (next(Deadline.saturated(endpoint.timeouts().idle()), Phase.IDLE)) {
      case Piece.Bytes(var bytes) -> counted(bytes);
      case Piece.End end -> {
        ended = true;
        reusable = end.reusable();
        yield null;
      }
      case Piece.Broken(var cause) -> throw broken("the answer broke off", cause);
      case Piece.Head _ -> throw new IllegalStateException("a second head");
    };
  }

  /// The rest of the answer.
  byte[] readAll() throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] bytes = read(); bytes != null; bytes = read()) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  /// Takes the end of an answer whose meaning is complete, so that the connection can be kept. Not
  /// worth a wait: without it the connection is closed.
  void drain() throws InterruptedException {
    while (!ended) {
      Piece piece = connection.next(DRAIN_NANOS);
      if (piece instanceof Piece.End end) {
        ended = true;
        reusable = end.reusable();
      } else if (!(piece instanceof Piece.Bytes(var bytes))
          || (received += bytes.length) > maxBytes) {
        return;
      }
    }
  }

  private byte[] counted(byte[] bytes) {
    received += bytes.length;
    if (received > maxBytes) {
      throw new ModelFailureException(
          new ModelFailure.Malformed("the answer is longer than " + maxBytes + " bytes"));
    }
    return bytes;
  }

  private Piece next(long phaseNanos, Phase phase) throws InterruptedException {
    long whole = deadline.remainingNanos();
    Piece piece = whole <= 0 ? null : connection.next(Math.min(phaseNanos, whole));
    if (piece != null) {
      return piece;
    }
    throw new ModelFailureException(
        whole <= phaseNanos
            ? new ModelFailure.TimedOut("no complete answer in time", Phase.TOTAL)
            : new ModelFailure.TimedOut(
                "nothing arrived for " + phaseNanos / 1_000_000 + " ms", phase));
  }

  private ModelFailureException broken(String what, Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ModelFailureException(
        new ModelFailure.Unavailable(
            "%s (%s): %s".formatted(what, endpoint.authority(), why),
            null,
            null,
            !unsent && !(cause instanceof Connection.StreamRefused)),
        cause);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pool.give(connection, ended && reusable);
    }
  }
}
