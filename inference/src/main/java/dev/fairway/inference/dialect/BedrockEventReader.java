package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ModelFailureException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Frames of a streamed answer. Texts and reasoning begin without an event of their own, and the
/// usage comes after the stop.
final class BedrockEventReader implements EventReader {
  private final EventStream stream;
  private final List<ChatEvent> out = new ArrayList<>();
  private ChatEvent.@Nullable Stopped stopped;
  private boolean started;
  private boolean hasContent;
  private boolean complete;

  BedrockEventReader(int maxFrameBytes) {
    this.stream = new EventStream(maxFrameBytes);
  }

  @Override
  public void read(byte[] bytes, int offset, int length, Consumer<ChatEvent> sink) {
    try {
      for (EventStream.Frame frame : stream.read(bytes, offset, length)) {
        if (!complete) {
          frame(frame);
        }
      }
    } finally {
      hand(sink);
    }
  }

  @Override
  public void end(Consumer<ChatEvent> sink) {
    if (!complete && stopped != null && stream.isWhole()) {
      finish(); // no usage came
    }
    hand(sink);
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

  private void frame(EventStream.Frame frame) {
    switch (frame.header(":message-type")) {
      case "event" ->
          Reading.event(
              new String(frame.payload(), StandardCharsets.UTF_8),
              data -> event(frame.header(":event-type"), Fields.of(data)));
      case "exception" ->
          throw new ModelFailureException(
              BedrockErrors.readException(frame.header(":exception-type"), frame.payload()));
      case "error" ->
          throw new ModelFailureException(
              BedrockErrors.readError(frame.header(":error-code"), frame.header(":error-message")));
      default -> {}
    }
  }

  private boolean event(String type, Fields event) {
    switch (type) {
      case "messageStart" -> {
        if (hasContent) {
          event.wrong("role", "a second answer begins inside the first");
        }
        if (!started) {
          out.add(new ChatEvent.Started(null, ""));
        }
        started = true;
      }
      case "contentBlockStart" -> blockStart(event);
      case "contentBlockDelta" -> blockDelta(event);
      case "contentBlockStop" -> out.add(new ChatEvent.PartEnded(index(event)));
      case "messageStop" -> {
        String reason = BedrockAnswers.checked(event.text("stopReason"));
        stopped = new ChatEvent.Stopped(BedrockAnswers.stop(reason), reason, null);
      }
      case "metadata" -> {
        Fields usage = event.object("usage");
        if (usage != null) {
          out.add(new ChatEvent.UsageReported(BedrockAnswers.usage(usage)));
        }
        if (stopped != null) {
          finish();
        }
      }
      default -> {} // what later versions add
    }
    return true;
  }

  private int index(Fields event) {
    hasContent = true;
    Integer index = event.count("contentBlockIndex");
    return index == null ? event.<Integer>wrong("contentBlockIndex", "is required") : index;
  }

  private void blockStart(Fields event) {
    Fields start = event.object("start");
    Fields use = start == null ? null : start.object("toolUse");
    if (use != null) {
      out.add(
          new ChatEvent.ToolCallStarted(
              index(event), use.required("toolUseId"), use.required("name")));
    }
  }

  private void blockDelta(Fields event) {
    int index = index(event);
    Fields delta = event.object("delta");
    if (delta == null) {
      event.wrong("delta", "is required");
      return;
    }
    String text = delta.text("text", "");
    if (!text.isEmpty()) {
      out.add(new ChatEvent.TextDelta(index, text));
    }
    Fields use = delta.object("toolUse");
    String input = use == null ? "" : use.text("input", "");
    if (!input.isEmpty()) {
      out.add(new ChatEvent.ToolCallDelta(index, input));
    }
    Fields reasoning = delta.object("reasoningContent");
    if (reasoning != null) {
      reasoning(index, reasoning);
    }
  }

  private void reasoning(int index, Fields delta) {
    String text = delta.text("text", "");
    String signature = delta.text("signature", "");
    String redacted = delta.text("redactedContent");
    if (!text.isEmpty()) {
      out.add(new ChatEvent.ThinkingDelta(index, text));
    }
    if (!signature.isEmpty()) {
      out.add(new ChatEvent.ThinkingSigned(index, signature));
    }
    if (redacted != null) {
      out.add(new ChatEvent.ThinkingRedacted(index, redacted));
    }
  }

  private void finish() {
    if (!started) {
      throw Reading.cut();
    }
    complete = true;
    out.add(
        stopped == null ? new ChatEvent.Stopped(BedrockAnswers.stop(null), null, null) : stopped);
  }
}
