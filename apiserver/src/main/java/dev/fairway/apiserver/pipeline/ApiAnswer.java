package dev.fairway.apiserver.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What goes back: a whole body, or frames written while they come.
public sealed interface ApiAnswer {
  int status();

  Map<String, List<String>> headers();

  record Whole(int status, Map<String, List<String>> headers, byte[] body) implements ApiAnswer {}

  /// The listener calls `frames` on the request's own virtual thread; it returns when the stream is
  /// over.
  record Streamed(int status, Map<String, List<String>> headers, Frames frames)
      implements ApiAnswer {}

  @FunctionalInterface
  interface Frames {
    void writeTo(Sink sink) throws IOException, InterruptedException;
  }

  interface Sink {
    /// Sends one frame (one watch event, line end included) and flushes it.
    ///
    /// @throws IOException when the client is gone
    void frame(byte[] bytes) throws IOException;

    /// The listener is stopping or the client is known to be gone: end the stream.
    boolean closed();
  }
}
