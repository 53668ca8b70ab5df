package dev.fairway.apiserver.http;

import dev.fairway.apiserver.http.WebSocketFrames.Frame;
import dev.fairway.apiserver.http.WebSocketFrames.Violation;
import dev.fairway.apiserver.pipeline.ApiAnswer;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection after its upgrade: one streamed answer as text frames, then goodbye. What the
/// client says is read on a second thread: pings are answered, a close or the end of input ends the
/// stream, messages are ignored.
final class WebSocketConnection implements ServerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  /// How long the client may take to return the goodbye before the connection is closed anyway.
  private static final Duration GOODBYE = Duration.ofMillis(100);

  private final ConnectionContext ctx;
  private final ApiAnswer.Frames answer;
  private final OpenStreams streams;
  private final WebSocketFrames frames;

  WebSocketConnection(ConnectionContext ctx, ApiAnswer.Frames answer, OpenStreams streams) {
    this.ctx = ctx;
    this.answer = answer;
    this.streams = streams;
    this.frames = new WebSocketFrames(ctx.dataReader(), ctx.dataWriter());
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    OpenStream stream =
        new OpenStream(
            event -> frames.write(WebSocketFrames.TEXT, event),
            () -> frames.close(WebSocketFrames.NORMAL_CLOSURE));
    Thread listening = Thread.ofVirtual().name("peer of a watch").start(() -> listen(stream));
    try {
      streams.run(stream, ctx, answer);
    } catch (IOException e) {
      return; // the client is gone
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("stream failed");
      frames.close(WebSocketFrames.INTERNAL_ERROR);
    }
    listening.join(GOODBYE);
  }

  private void listen(OpenStream stream) {
    try {
      Frame frame = frames.read();
      for (; frame.opcode() != WebSocketFrames.CLOSE; frame = frames.read()) {
        if (frame.opcode() == WebSocketFrames.PING) {
          frames.write(WebSocketFrames.PONG, frame.payload());
        }
      }
      frames.close(frame.closeCode());
    } catch (Violation e) {
      frames.close(e.code());
    } catch (RuntimeException e) {
      // The end of the input, or a broken connection: nobody is left to tell.
    } finally {
      stream.end();
    }
  }

  @Override
  public Duration idleTime() {
    return Duration.ZERO;
  }

  @Override
  public void close(boolean interrupt) {
    streams.endOf(ctx);
  }
}
