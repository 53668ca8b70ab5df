package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only route: every request goes to the handler. Takes the place of Helidon's own routing,
/// whose filters, matching and error pages are not needed.
final class ApiRouting implements HttpRouting {
  private static final Logger LOG = LoggerFactory.getLogger(ApiRouting.class);

  /// The largest body taken: upstream's limit.
  static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

  /// So much of a refused body is still read, because many clients read the answer only after they
  /// have sent everything.
  private static final int MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

  private final Answers answers;
  private final OpenStreams streams;

  ApiRouting(Answers answers, OpenStreams streams) {
    this.answers = answers;
    this.streams = streams;
  }

  @Override
  public void route(ConnectionContext ctx, RoutingRequest request, RoutingResponse response) {
    byte[] body = body(request);
    if (body.length > MAX_BODY_BYTES) {
      send(Answers.tooLarge(MAX_BODY_BYTES), response, http2(request));
      return;
    }
    ApiRequest asked =
        Requests.read(request.prologue(), request.headers(), request.remotePeer(), body, false);
    switch (answers.to(asked)) {
      case ApiAnswer.Whole whole -> send(whole, response, http2(request));
      case ApiAnswer.Streamed streamed when http2(request) -> stream2(streamed, ctx, response);
      case ApiAnswer.Streamed streamed -> stream1(streamed, ctx);
    }
  }

  /// The whole body; of one that is too large just enough to tell.
  private static byte[] body(RoutingRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(expectedBytes(request) + 1);
      if (body.length > MAX_BODY_BYTES) {
        discard(in);
      }
      return body;
    } catch (IOException e) {
      throw new CloseConnectionException("the client left while it sent the body", e);
    }
  }

  /// Spares small bodies a large buffer. HTTP/2 does not hold a client to the length it announces.
  private static int expectedBytes(RoutingRequest request) {
    long announced = request.headers().contentLength().orElse(MAX_BODY_BYTES);
    return http2(request) ? MAX_BODY_BYTES : (int) Math.min(announced, MAX_BODY_BYTES);
  }

  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int discarded = 0;
    for (int n = 0; n >= 0 && discarded < MAX_DISCARDED_BYTES; n = in.read(buffer)) {
      discarded += n;
    }
  }

  private static void send(ApiAnswer.Whole answer, RoutingResponse response, boolean http2) {
    head(answer, response, http2);
    response.send(answer.body());
  }

  private void stream2(ApiAnswer.Streamed answer, ConnectionContext ctx, RoutingResponse response) {
    head(answer, response, true);
    run(
        answer,
        ctx,
        () -> {
          OutputStream out = response.outputStream();
          // Helidon holds the first write back until the next flush: this sends the head.
          out.write(new byte[0]);
          out.flush();
          return new OpenStream(out::write, response::commit);
        });
  }

  private void stream1(ApiAnswer.Streamed answer, ConnectionContext ctx) {
    Http1Wire wire = new Http1Wire(ctx.dataWriter());
    run(
        answer,
        ctx,
        () -> {
          wire.streamHead(answer);
          OpenStream stream = new OpenStream(wire::chunk, wire::streamEnd);
          PeerWatch.start(ctx.dataReader(), stream);
          return stream;
        });
    throw new CloseConnectionException("the stream was the last answer of its connection");
  }

  private void run(ApiAnswer.Streamed answer, ConnectionContext ctx, Opening opening) {
    try {
      streams.run(opening.open(), ctx, answer.frames());
    } catch (IOException e) {
      throw new CloseConnectionException("the client left a stream", e);
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // The head is out, so the only way to tell the client is a stream that ends short.
      LOG.atError().setCause(e).log("stream failed");
      throw new CloseConnectionException("a stream failed", e);
    }
  }

  @FunctionalInterface
  private interface Opening {
    OpenStream open() throws IOException;
  }

  private static void head(ApiAnswer answer, RoutingResponse response, boolean http2) {
    response.status(Status.create(answer.status()));
    answer
        .headers()
        .forEach((name, values) -> {
          // RFC 9113, 8.2.2: not for HTTP/2.
          if (!http2 || !name.equalsIgnoreCase("connection")) {
            response.headers().set(HeaderNames.create(name), values);
          }
        });
  }

  private static boolean http2(RoutingRequest request) {
    return request.prologue().protocolVersion().startsWith("2");
  }

  @Override
  public HttpSecurity security() {
    return HttpSecurity.create();
  }
}
