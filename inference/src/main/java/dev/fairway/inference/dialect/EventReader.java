package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import java.util.function.Consumer;

/// Reads one streamed answer from bytes that may be cut anywhere. For one thread.
public interface EventReader {
  /// Takes the next bytes and hands over the events they complete.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when the stream is not what it should
  ///   be or carries an error of the provider
  void read(byte[] bytes, int offset, int length, Consumer<ChatEvent> sink);

  /// Says that no more bytes will come.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when the answer is not complete
  void end(Consumer<ChatEvent> sink);

  /// Whether the answer is complete, so that what follows need not be read.
  boolean complete();
}
