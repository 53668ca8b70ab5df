package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ModelFailure;

/// Writes one streamed answer. Each result is complete messages, possibly none. For one thread.
public interface EventWriter {
  byte[] write(ChatEvent event);

  /// The end of a stream that failed after it had begun.
  byte[] fail(ModelFailure failure);

  /// Something a client ignores, for long pauses; nothing where the format has no such thing.
  byte[] keepAlive();
}
