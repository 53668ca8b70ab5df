package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Chunks of a streamed answer. Nothing marks the last one, so an answer is complete when the
/// stream ends after a reason to stop.
final class GeminiEventReader implements EventReader {
  private final SseReader sse;
  private final List<ChatEvent> out = new ArrayList<>();
  private final GeminiChunks chunks = new GeminiChunks(out::add);
  private boolean complete;

  GeminiEventReader(int maxLineBytes) {
    this.sse = new SseReader(maxLineBytes, (_, data) -> message(data));
  }

  @Override
  public void read(byte[] bytes, int offset, int length, Consumer<ChatEvent> sink) {
    try {
      sse.read(bytes, offset, length);
    } finally {
      hand(sink);
    }
  }

  @Override
  public void end(Consumer<ChatEvent> sink) {
    try {
      sse.end();
      if (!chunks.ended()) {
        throw Reading.cut();
      }
      chunks.stop();
      complete = true;
    } finally {
      hand(sink);
    }
  }

  @Override
  public boolean complete() {
    return complete;
  }

  private void hand(Consumer<ChatEvent> sink) {
    List<ChatEvent> events = List.copyOf(out);
    out.clear();
    events.forEach(sink);
  }

  private void message(String data) {
    if (!data.isEmpty()) {
      Reading.event(data, this::chunk);
    }
  }

  private boolean chunk(Json data) {
    Fields fields = Fields.of(data);
    if (fields.value("error") != null) {
      throw new ModelFailureException(GeminiErrors.readEvent(data));
    }
    chunks.read(fields);
    return true;
  }
}
