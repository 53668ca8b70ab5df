package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Lines that hold one JSON value each, from bytes that may be cut anywhere, even inside a
/// character. Empty lines are skipped.
final class NdjsonReader {
  private final int maxLineBytes;
  private final Consumer<String> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  NdjsonReader(int maxLineBytes, Consumer<String> sink) {
    this.maxLineBytes = maxLineBytes;
    this.sink = sink;
  }

  void read(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        keep(bytes, start, i);
        start = i + 1;
        end();
      }
    }
    keep(bytes, start, end);
  }

  private void keep(byte[] bytes, int from, int to) {
    if (line.size() + to - from > maxLineBytes) {
      throw new ModelFailureException(
          new ModelFailure.Malformed(
              "a line of the stream is longer than " + maxLineBytes + " bytes"));
    }
    line.write(bytes, from, to - from);
  }

  /// Takes a last line that lacks its end.
  void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!text.isBlank()) {
      sink.accept(text);
    }
  }
}
