package dev.fairway.apiserver.http;

import io.helidon.common.buffers.DataReader;

/// Notices that the client of an HTTP/1.1 stream left, while the stream has nothing to write. The
/// client has nothing more to say, so waiting for its next byte is waiting for its end. The stream
/// is the last answer of the connection; nobody else reads from it.
final class PeerWatch {
  private PeerWatch() {}

  static void start(DataReader reader, OpenStream stream) {
    Thread.ofVirtual().name("peer of a stream").start(() -> waitForEnd(reader, stream));
  }

  private static void waitForEnd(DataReader reader, OpenStream stream) {
    try {
      reader.ensureAvailable();
    } catch (RuntimeException e) {
      stream.end(); // end of input or a broken connection
    }
  }
}
