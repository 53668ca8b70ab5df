package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Lines of a streamed answer. Parts are numbered as a plain answer orders them: reasoning, text,
/// tool calls.
final class OllamaEventReader implements EventReader {
  private static final int THINKING = 0;
  private static final int TEXT = 1;
  private static final int CALLS = 2;

  private final NdjsonReader lines;
  private final List<ChatEvent> out = new ArrayList<>();
  private int calls;
  private boolean started;
  private boolean complete;

  OllamaEventReader(int maxLineBytes) {
    this.lines = new NdjsonReader(maxLineBytes, this::line);
  }

  @Override
  public void read(byte[] bytes, int offset, int length, Consumer<ChatEvent> sink) {
    try {
      lines.read(bytes, offset, length);
    } finally {
      hand(sink);
    }
  }

  @Override
  public void end(Consumer<ChatEvent> sink) {
    try {
      lines.end();
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

  private void line(String text) {
    if (!complete) {
      Reading.event(text, this::line);
    }
  }

  private boolean line(Json line) {
    Fields fields = Fields.of(line);
    if (fields.value("error") instanceof Json.Str(var message)) {
      throw new ModelFailureException(PlainErrors.inStream(message));
    }
    if (!started) {
      started = true;
      out.add(new ChatEvent.Started(null, fields.text("model", "")));
    }
    Fields message = fields.object("message");
    if (message != null) {
      message(fields, message);
    }
    if (Boolean.TRUE.equals(fields.flag("done"))) {
      end(fields);
    }
    return true;
  }

  private void message(Fields line, Fields message) {
    String thinking = message.text("thinking", "");
    if (!thinking.isEmpty()) {
      out.add(new ChatEvent.ThinkingDelta(THINKING, thinking));
    }
    String text = message.text("content", "");
    if (!text.isEmpty()) {
      out.add(new ChatEvent.TextDelta(TEXT, text));
    }
    for (Fields call : message.objects("tool_calls")) {
      int index = calls++;
      call(CALLS + index, OllamaRequestReader.toolCall(call, OllamaAnswers.callId(line, index)));
    }
  }

  private void call(int part, Part.ToolCall call) {
    out.add(new ChatEvent.ToolCallStarted(part, call.id(), call.name()));
    String arguments = OpenAiRequestWriter.argumentText(call.arguments());
    out.add(new ChatEvent.ToolCallDelta(part, arguments));
    out.add(new ChatEvent.PartEnded(part));
  }

  private void end(Fields line) {
    String reason = line.text("done_reason");
    out.add(new ChatEvent.UsageReported(OllamaAnswers.usage(line)));
    out.add(new ChatEvent.Stopped(OllamaAnswers.stop(reason, calls > 0), reason, null));
    complete = true;
  }
}
