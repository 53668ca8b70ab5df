package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How the events of a stream become bytes.
enum Framing {
  /// Server-sent events.
  SSE("text/event-stream; charset=utf-8"),
  /// A JSON value per line.
  LINES("application/x-ndjson"),
  /// One JSON array that grows.
  ARRAY("application/json; charset=UTF-8"),
  /// AWS's binary frames.
  FRAMES("application/vnd.amazon.eventstream");

  private final String contentType;

  Framing(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  List<byte[]> render(List<Event> events) {
    List<byte[]> rendered = new ArrayList<>(events.size());
    for (Event event : events) {
      rendered.add(
          switch (this) {
            case SSE -> sse(event);
            case LINES -> utf8(event.data() + "\n");
            case ARRAY -> utf8((rendered.isEmpty() ? "[" : ",\r\n") + event.data());
            case FRAMES -> EventStream.frame(event);
          });
    }
    return rendered;
  }

  private static byte[] sse(Event event) {
    String name = event.name().isEmpty() ? "" : "event: " + event.name() + "\n";
    return utf8(name + "data: " + event.data() + "\n\n");
  }

  /// What follows the last event of a complete stream.
  byte[] end() {
    return utf8(this == ARRAY ? "\n]" : "");
  }

  /// Something of about this length that means nothing.
  byte[] filler(int bytes) {
    String padding = (this == SSE || this == FRAMES ? "x" : " ").repeat(bytes);
    return switch (this) {
      case SSE -> utf8(": " + padding + "\n\n");
      case LINES -> utf8(padding + "\n");
      case ARRAY -> utf8(padding);
      case FRAMES -> EventStream.frame(Event.of("padding", object("p", padding)));
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
