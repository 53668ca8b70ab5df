package dev.fairway.testing.judges;

import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A wire format of ours that schemas exist for.
enum Format {
  OPENAI("openai", "Chat"),
  RESPONSES("openai-responses", "Responses"),
  ANTHROPIC_FIRST("anthropic", "Chat"),
  ANTHROPIC("anthropic-2026-10-21", "Chat");

  private final String name;
  private final String roots;

  /// @param name of the dialect
  /// @param roots how the names of its roots in the schemas begin
  Format(String name, String roots) {
    this.name = name;
    this.roots = roots;
  }

  /// The name of the schema of a `Request`, an `Answer` or an `Event`.
  String root(String what) {
    return roots + what;
  }

  String dialectName() {
    return name;
  }

  Dialect dialect() {
    return Objects.requireNonNull(Dialects.byName().get(name), name);
  }

  WireSchemas schemas() {
    return switch (this) {
      case OPENAI, RESPONSES -> WireSchemas.OPENAI;
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
      schemas().check(root("Event"), event.data());
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
