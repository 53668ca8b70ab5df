package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;

/// One event of a stream, before it is framed.
///
/// @param name type of the event where the framing carries one; empty when it has none
record Event(String name, String data) {
  static Event of(Json data) {
    return new Event("", data.text());
  }

  static Event of(String name, Json data) {
    return new Event(name, data.text());
  }

  Event withData(String changed) {
    return new Event(name, changed);
  }
}
