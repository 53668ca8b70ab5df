package dev.fairway.testing.judges;

import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A wire format of ours that schemas exist for.
enum Format {
  OPENAI("openai"),
  ANTHROPIC_FIRST("anthropic"),
  ANTHROPIC("anthropic-2026-10-21");

  private final String name;

  /// @param name of the dialect
  Format(String name) {
    this.name = name;
  }

  String dialectName() {
    return name;
  }

  Dialect dialect() {
    return Objects.requireNonNull(Dialects.byName().get(name), name);
  }

  WireSchemas schemas() {
    return switch (this) {
      case OPENAI -> WireSchemas.OPENAI;
      case ANTHROPIC_FIRST -> WireSchemas.ANTHROPIC_FIRST;
      case ANTHROPIC -> WireSchemas.ANTHROPIC;
    };
  }

  /// Holds every event of a stream to the format: its data to the schema, its name to its type.
  void checkEvents(String stream) {
    for (SseEvent event : SseEvent.all(stream)) {
      if (event.data().equals("[DONE]")) {
        continue;
      }
      schemas().check("ChatEvent", event.data());
      boolean named = event.data().startsWith("{\"type\":\"" + event.name() + "\"");
      if (this != OPENAI && !named) {
        throw new AssertionError("an event named '%s' holds %s".formatted(event.name(), event));
      }
    }
  }

  /// One message of a stream.
  ///
  /// @param name empty when it has none
  record SseEvent(String name, String data) {
    static List<SseEvent> all(String stream) {
      List<SseEvent> events = new ArrayList<>();
      for (String message : stream.split("\n\n")) {
        String name = "";
        String data = "";
        for (String line : message.split("\n")) {
          name = line.startsWith("event: ") ? line.substring("event: ".length()) : name;
          data = line.startsWith("data: ") ? line.substring("data: ".length()) : data;
        }
        if (!data.isEmpty()) {
          events.add(new SseEvent(name, data));
        }
      }
      return events;
    }
  }
}
