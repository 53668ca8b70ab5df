package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Pieces of a streamed answer. The last one says why it ends, or at least that it is done; a
/// stream that ends otherwise was cut.
final class KServeEventReader implements EventReader {
  private final SseReader sse;
  private final List<ChatEvent> out = new ArrayList<>();
  private boolean started;
  private boolean complete;

  KServeEventReader(int maxLineBytes) {
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
    } finally {
      hand(sink);
    }
    if (!complete) {
      throw Reading.cut();
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
    if (!complete && !data.isEmpty()) {
      Reading.event(data, this::piece);
    }
  }

  private boolean piece(Json piece) {
    Fields fields = Fields.of(piece);
    if (fields.value("error") instanceof Json.Str(var message)) {
      throw new ModelFailureException(PlainErrors.inStream(message));
    }
    if (!started) {
      started = true;
      out.add(new ChatEvent.Started(null, fields.text("model_name", "")));
    }
    String text = fields.text("text_output", "");
    if (!text.isEmpty()) {
      out.add(new ChatEvent.TextDelta(0, text));
    }
    String finish = KServeAnswers.finish(fields);
    if (finish != null || Boolean.TRUE.equals(fields.flag("done"))) {
      out.add(new ChatEvent.Stopped(KServeAnswers.stop(finish), finish, null));
      complete = true;
    }
    return true;
  }
}
