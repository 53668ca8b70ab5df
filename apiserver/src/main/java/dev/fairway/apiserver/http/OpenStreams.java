package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// All streamed answers under way, by the connection they belong to.
final class OpenStreams {
  private final Map<OpenStream, Object> connections = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /// Runs a stream to its end.
  ///
  /// @param connection what [#anyOf] and [#endOf] are asked with
  /// @throws IOException when the client is gone
  void run(OpenStream stream, Object connection, ApiAnswer.Frames frames) throws IOException {
    connections.put(stream, connection);
    try {
      if (closing) {
        stream.end();
      }
      stream.run(frames);
    } finally {
      connections.remove(stream);
    }
  }

  boolean anyOf(Object connection) {
    return connections.containsValue(connection);
  }

  void endOf(Object connection) {
    connections.forEach((stream, owner) -> {
      if (owner.equals(connection)) {
        stream.end();
      }
    });
  }

  /// Ends all streams, and from now on every new one at once. Waits until their clients have been
  /// told, but not longer than the grace: a client that does not read cannot be told.
  void endAll(Duration grace) {
    closing = true;
    connections.keySet().forEach(OpenStream::end);
    CompletableFuture.allOf(
            connections.keySet().stream().map(OpenStream::over).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
