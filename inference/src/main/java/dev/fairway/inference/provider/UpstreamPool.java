package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The connections to one place: kept ones of HTTP/1.1, shared ones of HTTP/2, and how many calls
/// may be under way at once.
final class UpstreamPool {
  /// Shorter than what common servers keep an unused connection open, so that a call seldom meets
  /// one that is just being closed.
  private static final Duration KEEP_UNUSED = Duration.ofSeconds(4);

  private static final int MAX_UNUSED = 64;

  private final Connector connector;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Connection> kept = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<Http2Session> sessions = new ConcurrentLinkedDeque<>();

  UpstreamPool(Connector connector, int maxCalls) {
    this.connector = connector;
    this.permits = new Semaphore(maxCalls);
  }

  /// A connection for one exchange: a kept or shared one if there is any.
  Connection take(Endpoint endpoint, Deadline deadline) throws InterruptedException {
    enter(endpoint, deadline);
    try {
      Optional<Connection> ready = ready(deadline);
      return ready.isPresent() ? ready.get() : connect(endpoint, deadline);
    } catch (ModelFailureException | InterruptedException e) {
      permits.release();
      throw e;
    }
  }

  private void enter(Endpoint endpoint, Deadline deadline) throws InterruptedException {
    Deadline turn = deadline.atMost(endpoint.timeouts().connect());
    if (!permits.tryAcquire(turn.remainingNanos(), TimeUnit.NANOSECONDS)) {
      throw new ModelFailureException(
          new ModelFailure.Throttled(
              "too many calls to %s are under way".formatted(endpoint.authority()), null));
    }
  }

  private Optional<Connection> ready(Deadline deadline) throws InterruptedException {
    for (Connection next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
      if (next.usable()) {
        return Optional.of(next);
      }
      next.close();
    }
    return stream(deadline);
  }

  private Optional<Connection> stream(Deadline deadline) throws InterruptedException {
    for (Http2Session session : sessions) {
      Optional<Connection> stream = session.open(deadline);
      if (stream.isPresent()) {
        return stream;
      }
      if (!session.usable()) {
        sessions.remove(session);
      }
    }
    return Optional.empty();
  }

  private Connection connect(Endpoint endpoint, Deadline deadline) throws InterruptedException {
    return switch (connector.connect(endpoint, deadline)) {
      case Connector.Opened.Http1(var connection) -> connection;
      case Connector.Opened.Http2(var session) -> first(session, endpoint, deadline);
    };
  }

  private Connection first(Http2Session session, Endpoint endpoint, Deadline deadline)
      throws InterruptedException {
    Connection stream =
        session
            .open(deadline)
            .orElseThrow(() ->
                new ModelFailureException(
                    new ModelFailure.Unavailable(
                        "%s opens no stream on a new connection".formatted(endpoint.authority()),
                        null,
                        null,
                        false)));
    sessions.addFirst(session);
    session.channel().closeFuture().addListener(_ -> sessions.remove(session));
    closeWhenUnused(session);
    return stream;
  }

  /// Ends one exchange.
  ///
  /// @param reusable whether the connection may serve another
  void give(Connection connection, boolean reusable) {
    permits.release();
    if (!reusable || kept.size() >= MAX_UNUSED) {
      connection.close();
      return;
    }
    connection.rest();
    kept.addFirst(connection);
    Channel channel = connection.channel();
    channel.closeFuture().addListener(_ -> kept.remove(connection));
    later(
        channel,
        () -> {
          if (kept.remove(connection)) {
            connection.close();
          }
        });
  }

  private void closeWhenUnused(Http2Session session) {
    later(
        session.channel(),
        () -> {
          if (session.unused()) {
            sessions.remove(session);
            session.close();
          } else {
            closeWhenUnused(session);
          }
        });
  }

  private static void later(Channel channel, Runnable task) {
    var _ = channel.eventLoop().schedule(task, KEEP_UNUSED.toMillis(), TimeUnit.MILLISECONDS);
  }

  void close() {
    kept.forEach(Connection::close);
    sessions.forEach(Http2Session::close);
  }
}
