package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Events of a streamed response. Items are told apart by their index, the parts of a message by
/// their own below it.
final class ResponsesEventReader implements EventReader {
  /// Most parts of one message; makes room in the numbers of canonical parts.
  private static final int CONTENTS = 1_000;

  private static final int ITEMS = 1_000_000;

  private final SseReader sse;
  private final List<ChatEvent> out = new ArrayList<>();
  private final ResponsesAnswers.Ending ending = new ResponsesAnswers.Ending();

  /// Parts of which something has come already.
  private final Set<Integer> grown = new HashSet<>();

  /// Item to the kind of text that its reasoning is read from.
  private final Map<Integer, String> reasoning = new HashMap<>();

  private boolean started;
  private boolean complete;

  ResponsesEventReader(int maxLineBytes) {
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

  /// The data's own `type` decides; the event's name repeats it. Some servers add chat's `[DONE]`.
  private void message(String event, String data) {
    if (!complete && !data.isEmpty() && !data.startsWith("[DONE]")) {
      Reading.event(data, this::event);
    }
  }

  private boolean event(Json data) {
    Fields event = Fields.of(data);
    switch (event.required("type")) {
      case "response.created", "response.in_progress" -> start(event);
      case "response.output_item.added" -> itemAdded(event);
      case "response.output_text.delta" -> text(event, "delta");
      case "response.refusal.delta" -> refusal(event);
      case "response.function_call_arguments.delta" -> arguments(event);
      case "response.reasoning_summary_part.added" -> nextSummary(event);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          thinking(event);
      case "response.output_item.done" -> itemDone(event);
      case "response.completed", "response.incomplete", "response.failed" -> finish(event);
      case "error" -> throw new ModelFailureException(ResponsesAnswers.failure(error(event)));
      default -> {} // what repeats deltas, what built-in tools tell, what later versions add
    }
    return true;
  }

  /// Some servers nest it.
  private static Fields error(Fields event) {
    Fields nested = event.object("error");
    return nested == null ? event : nested;
  }

  private static Fields response(Fields event) {
    Fields response = event.object("response");
    return response == null ? event.wrong("response", "is required") : response;
  }

  private void start(Fields event) {
    start(event, response(event));
  }

  private void start(Fields event, Fields response) {
    if (!started) {
      started = true;
      out.add(new ChatEvent.Started(response.text("id"), response.text("model", "")));
    } else if (!grown.isEmpty()) {
      event.wrong("type", "a second answer begins inside the first");
    }
  }

  private static int item(Fields event) {
    return number(event, "output_index", ITEMS) * CONTENTS;
  }

  private static int content(Fields event) {
    return item(event) + number(event, "content_index", CONTENTS);
  }

  private static int number(Fields event, String name, int below) {
    Integer number = event.count(name);
    return number == null || number >= below
        ? event.<Integer>wrong(name, "must be a number below " + below)
        : number;
  }

  private void itemAdded(Fields event) {
    Fields item = event.object("item");
    if (item == null) {
      event.wrong("item", "is required");
      return;
    }
    if (item.required("type").equals("function_call")) {
      call(item(event), item);
    }
  }

  private void call(int part, Fields item) {
    out.add(new ChatEvent.ToolCallStarted(part, item.required("call_id"), item.required("name")));
  }

  private void text(Fields event, String name) {
    text(content(event), event.text(name, ""));
  }

  private void text(int part, String text) {
    if (!text.isEmpty()) {
      grown.add(part);
      out.add(new ChatEvent.TextDelta(part, text));
    }
  }

  private void refusal(Fields event) {
    ending.refused();
    text(event, "delta");
  }

  private void arguments(Fields event) {
    int part = item(event);
    String piece = event.text("delta", "");
    if (!piece.isEmpty()) {
      grown.add(part);
      out.add(new ChatEvent.ToolCallDelta(part, piece));
    }
  }

  private void nextSummary(Fields event) {
    Integer index = event.count("summary_index");
    int part = item(event);
    if (index != null && index > 0 && "summary".equals(reasoning.get(part))) {
      out.add(new ChatEvent.ThinkingDelta(part, "\n\n"));
    }
  }

  /// Where a server shows both a summary and the reasoning itself, what comes first is kept.
  private void thinking(Fields event) {
    int part = item(event);
    String kind =
        event.required("type").equals("response.reasoning_text.delta") ? "content" : "summary";
    String piece = event.text("delta", "");
    if (!piece.isEmpty() && reasoning.computeIfAbsent(part, _ -> kind).equals(kind)) {
      grown.add(part);
      out.add(new ChatEvent.ThinkingDelta(part, piece));
    }
  }

  /// The item as a whole: some servers send no deltas, and encrypted reasoning comes only here.
  private void itemDone(Fields event) {
    int part = item(event);
    Fields item = event.object("item");
    if (item == null) {
      event.wrong("item", "is required");
      return;
    }
    ending.see(item);
    switch (item.required("type")) {
      case "message" -> messageDone(part, item.objects("content"));
      case "function_call" -> {
        if (!grown.contains(part)) {
          call(part, item);
          out.add(new ChatEvent.ToolCallDelta(part, item.text("arguments", "")));
        }
        out.add(new ChatEvent.PartEnded(part));
      }
      case "reasoning" -> reasoningDone(part, item);
      default -> {
        grown.add(part);
        out.add(new ChatEvent.OpaquePart(part, ResponsesItems.opaque(item)));
        out.add(new ChatEvent.PartEnded(part));
      }
    }
  }

  private void messageDone(int first, List<Fields> contents) {
    for (int i = 0; i < contents.size() && i < CONTENTS; i++) {
      int part = first + i;
      String text = ResponsesAnswers.said(contents.get(i));
      if (!grown.contains(part)) {
        text(part, text);
      }
      if (!text.isEmpty()) {
        out.add(new ChatEvent.PartEnded(part));
      }
    }
  }

  private void reasoningDone(int part, Fields item) {
    switch (ResponsesReasoning.read(item)) {
      case Part.RedactedThinking(var data) -> out.add(new ChatEvent.ThinkingRedacted(part, data));
      case Part.Thinking(var text, var signature) -> {
        if (!grown.contains(part) && !text.isEmpty()) {
          out.add(new ChatEvent.ThinkingDelta(part, text));
        }
        if (signature != null) {
          out.add(new ChatEvent.ThinkingSigned(part, signature));
        }
      }
      case Part other -> throw new IllegalStateException("no reasoning: " + other.getClass());
    }
    out.add(new ChatEvent.PartEnded(part));
  }

  private void finish(Fields event) {
    Fields response = response(event);
    ChatEvent.Stopped stopped =
        new ChatEvent.Stopped(ending.stop(response), ResponsesAnswers.nativeStop(response), null);
    if (!started) {
      start(event, response);
    }
    Fields usage = response.object("usage");
    if (usage != null) {
      out.add(new ChatEvent.UsageReported(ResponsesAnswers.usage(usage)));
    }
    complete = true;
    out.add(stopped);
  }
}
