package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Events of a streamed message.
final class AnthropicEventReader implements EventReader {
  private final SseReader sse;
  private final List<ChatEvent> out = new ArrayList<>();

  /// Blocks without a canonical form, kept until they are whole.
  private final Map<Integer, Opaque> opaque = new HashMap<>();

  private boolean started;
  private boolean hasContent;
  private ChatEvent.@Nullable Stopped stopped;
  private boolean complete;

  AnthropicEventReader(int maxLineBytes) {
    this.sse = new SseReader(maxLineBytes, this::message);
  }

  private record Opaque(Json.Obj block, StringBuilder input) {
    Part.Opaque whole() {
      return new Part.Opaque(
          AnthropicDialect.NAME,
          input.isEmpty() ? block : block.with("input", Json.parse(input.toString())));
    }
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
      if (!complete && stopped != null) {
        finish(); // the provider left out message_stop
      }
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

  /// The data's own `type` decides; the event's name repeats it and may be missing.
  private void message(String event, String data) {
    if (!complete && !data.isEmpty()) {
      Reading.event(data, this::message);
    }
  }

  private boolean message(Json data) {
    Fields fields = Fields.of(data);
    switch (fields.required("type")) {
      case "message_start" -> start(fields);
      case "content_block_start" -> blockStart(fields);
      case "content_block_delta" -> blockDelta(fields);
      case "content_block_stop" -> blockStop(fields);
      case "message_delta" -> messageDelta(fields);
      case "message_stop" -> finish();
      case "error" -> throw new ModelFailureException(AnthropicErrors.readEvent(data));
      default -> {} // ping, and what later versions add
    }
    return true;
  }

  private void start(Fields event) {
    Fields message = event.object("message");
    if (message == null) {
      event.wrong("message", "is required");
      return;
    }
    if (started) {
      if (hasContent) {
        event.wrong("type", "a second answer begins inside the first");
      }
      return;
    }
    started = true;
    out.add(new ChatEvent.Started(message.text("id"), message.text("model", "")));
    usage(message);
  }

  private void usage(Fields holder) {
    Fields usage = holder.object("usage");
    if (usage != null) {
      out.add(new ChatEvent.UsageReported(AnthropicAnswers.usage(usage)));
    }
  }

  private void blockStart(Fields event) {
    hasContent = true;
    int index = index(event);
    Fields block = event.object("content_block");
    if (block == null) {
      event.wrong("content_block", "is required");
      return;
    }
    switch (block.required("type")) {
      case "text" -> text(index, block.text("text", ""));
      case "thinking" -> thinking(index, block);
      case "redacted_thinking" ->
          out.add(new ChatEvent.ThinkingRedacted(index, block.required("data")));
      case "tool_use" -> toolUse(index, block);
      default -> opaque.put(index, new Opaque(block.json(), new StringBuilder()));
    }
  }

  private static int index(Fields event) {
    Integer index = event.count("index");
    return index == null ? event.<Integer>wrong("index", "is required") : index;
  }

  private void text(int index, String text) {
    if (!text.isEmpty()) {
      out.add(new ChatEvent.TextDelta(index, text));
    }
  }

  private void thinking(int index, Fields holder) {
    String text = holder.text("thinking", "");
    String signature = holder.text("signature", "");
    if (!text.isEmpty()) {
      out.add(new ChatEvent.ThinkingDelta(index, text));
    }
    if (!signature.isEmpty()) {
      out.add(new ChatEvent.ThinkingSigned(index, signature));
    }
  }

  /// The input is empty here and follows in pieces; some servers send it whole.
  private void toolUse(int index, Fields block) {
    out.add(new ChatEvent.ToolCallStarted(index, block.required("id"), block.required("name")));
    if (block.value("input") instanceof Json.Obj input && !input.fields().isEmpty()) {
      out.add(new ChatEvent.ToolCallDelta(index, input.text()));
    }
  }

  private void blockDelta(Fields event) {
    int index = index(event);
    Fields delta = event.object("delta");
    if (delta == null) {
      event.wrong("delta", "is required");
      return;
    }
    Opaque whole = opaque.get(index);
    switch (delta.required("type")) {
      case "text_delta" -> text(index, delta.text("text", ""));
      case "thinking_delta", "signature_delta" -> thinking(index, delta);
      case "input_json_delta" -> {
        String piece = delta.text("partial_json", "");
        if (whole != null) {
          whole.input().append(piece);
        } else if (!piece.isEmpty()) {
          out.add(new ChatEvent.ToolCallDelta(index, piece));
        }
      }
      default -> {} // citations, which a plain answer does not carry over either
    }
  }

  private void blockStop(Fields event) {
    int index = index(event);
    Opaque whole = opaque.remove(index);
    if (whole != null) {
      out.add(new ChatEvent.OpaquePart(index, whole.whole()));
    }
    out.add(new ChatEvent.PartEnded(index));
  }

  private void messageDelta(Fields event) {
    Fields delta = event.object("delta");
    if (delta != null && delta.value("stop_reason") != null) {
      String reason = delta.required("stop_reason");
      stopped =
          new ChatEvent.Stopped(AnthropicAnswers.stop(reason), reason, delta.text("stop_sequence"));
    }
    usage(event);
  }

  private void finish() {
    if (!started) {
      throw Reading.cut();
    }
    complete = true;
    out.add(
        stopped == null ? new ChatEvent.Stopped(AnthropicAnswers.stop(null), null, null) : stopped);
  }
}
