package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Events of a streamed answer. Parts are numbered as a plain answer orders them: content, plan,
/// tool calls, citations.
final class CohereEventReader implements EventReader {
  /// Most blocks of one kind; each kind has this many numbers.
  private static final int KIND = 10_000;

  private final SseReader sse;
  private final List<ChatEvent> out = new ArrayList<>();
  private boolean started;
  private int citations;
  private boolean complete;

  CohereEventReader(int maxLineBytes) {
    this.sse = new SseReader(maxLineBytes, this::message);
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

  private void message(String event, String data) {
    if (!complete && !data.isEmpty() && !data.startsWith("[DONE]")) {
      Reading.event(data, this::message);
    }
  }

  private boolean message(Json data) {
    Fields event = Fields.of(data);
    String type = event.required("type");
    if (!started) {
      started = true;
      out.add(new ChatEvent.Started(event.text("id"), ""));
    }
    Fields delta = event.object("delta");
    Fields message = delta == null ? null : delta.object("message");
    switch (type) {
      case "content-start", "content-delta" -> content(event, message);
      case "content-end" -> out.add(new ChatEvent.PartEnded(part(event, 0)));
      case "tool-plan-delta" -> text(KIND, message == null ? "" : message.text("tool_plan", ""));
      case "tool-call-start" -> callStart(event, message);
      case "tool-call-delta" -> callDelta(event, message);
      case "tool-call-end" -> out.add(new ChatEvent.PartEnded(part(event, 2)));
      case "citation-start" -> citation(message);
      case "message-end" -> end(delta);
      default -> {} // message-start has been dealt with; others do not matter here
    }
    return true;
  }

  private static int part(Fields event, int kind) {
    Integer index = event.count("index");
    if (index != null && index >= KIND) {
      event.wrong("index", "must be below " + KIND);
    }
    return kind * KIND + (index == null ? 0 : index);
  }

  private void content(Fields event, @Nullable Fields message) {
    Fields content = message == null ? null : message.object("content");
    if (content == null) {
      return;
    }
    int part = part(event, 0);
    String thinking = content.text("thinking", "");
    if (!thinking.isEmpty()) {
      out.add(new ChatEvent.ThinkingDelta(part, thinking));
    }
    text(part, content.text("text", ""));
  }

  private void text(int part, String text) {
    if (!text.isEmpty()) {
      out.add(new ChatEvent.TextDelta(part, text));
    }
  }

  private void callStart(Fields event, @Nullable Fields message) {
    Fields call = message == null ? null : message.object("tool_calls");
    Fields function = call == null ? null : call.object("function");
    if (call == null || function == null) {
      event.wrong("delta", "must hold a tool call");
      return;
    }
    out.add(
        new ChatEvent.ToolCallStarted(
            part(event, 2), call.text("id", ""), function.required("name")));
    arguments(event, function);
  }

  private void callDelta(Fields event, @Nullable Fields message) {
    Fields call = message == null ? null : message.object("tool_calls");
    Fields function = call == null ? null : call.object("function");
    if (function != null) {
      arguments(event, function);
    }
  }

  private void arguments(Fields event, Fields function) {
    String arguments = function.text("arguments", "");
    if (!arguments.isEmpty()) {
      out.add(new ChatEvent.ToolCallDelta(part(event, 2), arguments));
    }
  }

  private void citation(@Nullable Fields message) {
    Fields citation = message == null ? null : message.object("citations");
    if (citation != null && citations < KIND) {
      out.add(
          new ChatEvent.OpaquePart(
              3 * KIND + citations++, new Part.Opaque(CohereDialect.NAME, citation.json())));
    }
  }

  private void end(@Nullable Fields delta) {
    String finish = delta == null ? null : delta.text("finish_reason");
    String error = delta == null ? "" : delta.text("error", "");
    out.add(
        new ChatEvent.UsageReported(
            CohereAnswers.usage(delta == null ? null : delta.object("usage"))));
    out.add(new ChatEvent.Stopped(CohereAnswers.stop(finish, error), finish, null));
    complete = true;
  }
}
