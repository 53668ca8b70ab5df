package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.function.Function;

/// What an answer consists of.
sealed interface Body {
  /// All of it at once.
  record Whole(String contentType, byte[] bytes) implements Body {}

  /// Piece by piece.
  ///
  /// @param error what says that something went wrong after the stream had begun
  record Stream(Framing framing, List<Event> events, Function<Wrong, Event> error)
      implements Body {}

  static Body json(Json json) {
    return new Whole("application/json", json.utf8());
  }
}
