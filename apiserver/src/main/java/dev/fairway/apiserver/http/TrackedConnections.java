package dev.fairway.apiserver.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/// A protocol whose connections take their streams along: when a connection ends, so do the streams
/// on it; while one has streams it is not idle. (Helidon tells a stream only at its next write that
/// the client left, and counts only requests as activity.)
final class TrackedConnections implements ServerConnectionSelector {
  private final ServerConnectionSelector protocol;
  private final OpenStreams streams;

  TrackedConnections(ServerConnectionSelector protocol, OpenStreams streams) {
    this.protocol = protocol;
    this.streams = streams;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return protocol.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return protocol.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return protocol.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext ctx) {
    return new Tracked(protocol.connection(ctx), ctx);
  }

  private final class Tracked implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection connection;
    private final ConnectionContext ctx;

    Tracked(ServerConnection connection, ConnectionContext ctx) {
      this.connection = connection;
      this.ctx = ctx;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        connection.handle(limit);
      } finally {
        streams.endOf(ctx);
      }
    }

    @Override
    public boolean canInterrupt() {
      return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public Duration idleTime() {
      return streams.anyOf(ctx) ? Duration.ZERO : connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }
}
