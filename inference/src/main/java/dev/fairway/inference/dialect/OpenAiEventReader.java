package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Chunks of a streamed chat completion. Whatever order they come in, the parts are numbered as a
/// plain answer orders them: reasoning, text, tool calls.
final class OpenAiEventReader implements EventReader {
  /// Parts below this number are reasoning, this one is the text, calls follow.
  private static final int TEXT = 1_000;

  private final SseReader sse;
  private final List<ChatEvent> out = new ArrayList<>();

  /// Wire index to the call that is growing there.
  private final Map<Integer, Call> calls = new HashMap<>();

  private int callCount;
  private int thinkingPart;
  private boolean thinkingGrows;
  private boolean started;
  private boolean refused;
  private @Nullable String finish;
  private boolean complete;

  OpenAiEventReader(int maxLineBytes) {
    this.sse = new SseReader(maxLineBytes, this::message);
  }

  private record Call(int part, String id) {}

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
      if (!complete && finish != null) {
        stop(); // the provider left out [DONE]
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

  private void message(String event, String data) {
    if (complete || data.isEmpty()) {
      return;
    }
    if (data.startsWith("[DONE]")) {
      if (!started) {
        throw Reading.cut();
      }
      stop();
      return;
    }
    Reading.event(data, this::chunk);
  }

  private void stop() {
    complete = true;
    out.add(
        new ChatEvent.Stopped(
            refused ? StopReason.REFUSED : OpenAiAnswers.stop(finish), finish, null));
  }

  private boolean chunk(Json chunk) {
    Fields fields = Fields.of(chunk);
    if (fields.value("error") != null || "error".equals(fields.text("object"))) {
      throw new ModelFailureException(OpenAiErrors.read(chunk));
    }
    if (!started && says(fields)) {
      started = true;
      out.add(new ChatEvent.Started(fields.text("id"), fields.text("model", "")));
    }
    fields.objects("choices").forEach(this::choice);
    Fields usage = fields.object("usage");
    if (usage != null) {
      out.add(new ChatEvent.UsageReported(OpenAiAnswers.usage(usage)));
    }
    return true;
  }

  /// Azure begins with a chunk that only tells what its filter thinks of the prompt.
  private static boolean says(Fields chunk) {
    return !chunk.items("choices").isEmpty() || !chunk.text("model", "").isEmpty();
  }

  private void choice(Fields choice) {
    Fields delta = choice.object("delta");
    if (delta != null) {
      delta(delta);
    }
    String reason = choice.text("finish_reason");
    finish = reason == null ? finish : reason;
  }

  private void delta(Fields delta) {
    String reasoning = OpenAiAnswers.reasoning(delta);
    if (!reasoning.isEmpty()) {
      thinkingGrows = true;
      out.add(new ChatEvent.ThinkingDelta(thinkingPart, reasoning));
    }
    delta.objects("thinking_blocks").forEach(this::thinkingBlock);
    content(delta);
    String refusal = delta.text("refusal");
    if (refusal != null) {
      refused = true;
      text(refusal);
    }
    delta.objects("tool_calls").forEach(this::toolCall);
  }

  /// A piece of text, or Mistral's chunks.
  private void content(Fields delta) {
    for (Part part : OpenAiRequestReader.content(delta)) {
      switch (part) {
        case Part.Text(var text) -> text(text);
        case Part.Thinking(var thought, _) -> {
          if (!thought.isEmpty()) {
            out.add(new ChatEvent.ThinkingDelta(thinkingPart, thought));
          }
        }
        default -> {} // no answer holds them
      }
    }
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      out.add(new ChatEvent.TextDelta(TEXT, text));
    }
  }

  /// A whole block. When its text has come piece by piece already, only the signature is news.
  private void thinkingBlock(Fields block) {
    String data = block.text("data");
    if (data != null) {
      nextThinking(thinkingGrows);
      out.add(new ChatEvent.ThinkingRedacted(thinkingPart, data));
      nextThinking(true);
      return;
    }
    if (!thinkingGrows) {
      out.add(new ChatEvent.ThinkingDelta(thinkingPart, block.text("thinking", "")));
    }
    String signature = block.text("signature");
    if (signature != null) {
      out.add(new ChatEvent.ThinkingSigned(thinkingPart, signature));
    }
    nextThinking(true);
  }

  private void nextThinking(boolean needed) {
    if (needed && thinkingPart < TEXT - 1) {
      thinkingPart++;
    }
    thinkingGrows = false;
  }

  private void toolCall(Fields delta) {
    Integer index = delta.count("index");
    Fields function = delta.object("function");
    String id = delta.text("id", "");
    Call call = call(index == null ? 0 : index, id, function);
    String arguments = function == null ? "" : arguments(function);
    if (!arguments.isEmpty()) {
      out.add(new ChatEvent.ToolCallDelta(call.part(), arguments));
    }
  }

  private static String arguments(Fields function) {
    return function.value("arguments") instanceof Json.Obj whole
        ? whole.text()
        : function.text("arguments", "");
  }

  /// Some servers give every parallel call the index 0: a new id is a new call.
  private Call call(int index, String id, @Nullable Fields function) {
    Call known = calls.get(index);
    if (known != null && (id.isEmpty() || id.equals(known.id()))) {
      return known;
    }
    Call call = new Call(TEXT + ++callCount, id);
    calls.put(index, call);
    String name = function == null ? "" : function.text("name", "");
    out.add(new ChatEvent.ToolCallStarted(call.part(), id, name));
    return call;
  }
}
