package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// Server-sent events from bytes that may be cut anywhere, even inside a character. Follows the
/// parsing rules of the HTML standard, save that ids and reconnection times are ignored.
final class SseReader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final int maxLineBytes;
  private final BiConsumer<String, String> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private String event = "";
  private boolean afterReturn;
  private boolean first = true;

  /// @param sink gets the event's name, empty when it has none, and its data
  SseReader(int maxLineBytes, BiConsumer<String, String> sink) {
    this.maxLineBytes = maxLineBytes;
    this.sink = sink;
  }

  void read(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        keep(bytes, start, i);
        start = i + 1;
        boolean secondHalf = b == '\n' && afterReturn;
        afterReturn = b == '\r';
        if (!secondHalf) {
          endLine();
        }
      } else {
        afterReturn = false;
      }
    }
    keep(bytes, start, end);
  }

  /// A last event that lacks its empty line: accepted, since providers that cut it off exist.
  void end() {
    if (line.size() > 0) {
      endLine();
    }
    dispatch();
  }

  private void keep(byte[] bytes, int from, int to) {
    int kept = data.length() + line.size() + to - from;
    if (kept > maxLineBytes || kept < 0) {
      throw new ModelFailureException(
          new ModelFailure.Malformed(
              "an event of the stream is longer than " + maxLineBytes + " bytes"));
    }
    line.write(bytes, from, to - from);
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (first) {
      first = false;
      text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
    if (text.isEmpty()) {
      dispatch();
    } else {
      field(text);
    }
  }

  private void field(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (name) {
      case "event" -> event = value;
      case "data" -> data.append(value).append('\n');
      default -> {} // a comment, or a field that does not matter here
    }
  }

  private void dispatch() {
    String name = event;
    event = "";
    if (data.isEmpty()) {
      return;
    }
    String text = data.substring(0, data.length() - 1);
    data.setLength(0);
    sink.accept(name, text);
  }
}
