package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ToolArguments;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Events of a streamed response. Items get the next free index when they first appear. A message
/// or reasoning ends when another item begins; function calls may grow side by side. The last event
/// repeats the whole answer.
final class ResponsesEventWriter implements EventWriter {
  private final Instant at;

  /// Part to the item that is open for it.
  private final Map<Integer, Item> open = new LinkedHashMap<>();

  private final TreeMap<Integer, Json> done = new TreeMap<>();
  private int items;
  private int sequence;
  private String id = "";
  private String model = "";
  private Usage usage = Usage.UNKNOWN;

  ResponsesEventWriter(Instant at) {
    this.at = at;
  }

  private enum Kind {
    MESSAGE("msg"),
    REASONING("rs"),
    CALL("fc");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /// @param callId and `name` are those of a call
  private record Item(
      Kind kind,
      int index,
      String id,
      String callId,
      String name,
      StringBuilder text,
      StringBuilder signature) {
    Part.ToolCall call() {
      return new Part.ToolCall(callId, name, ToolArguments.read(text.toString()));
    }
  }

  @Override
  public byte[] write(ChatEvent event) {
    StringBuilder out = new StringBuilder();
    switch (event) {
      case ChatEvent.Started(var newId, var newModel) -> start(out, newId, newModel);
      case ChatEvent.TextDelta(var part, var text) -> text(out, part, text);
      case ChatEvent.ThinkingDelta(var part, var text) -> thinking(out, part, text);
      case ChatEvent.ThinkingSigned(var part, var signature) ->
          item(out, part, Kind.REASONING).signature().append(signature);
      case ChatEvent.ThinkingRedacted(_, var data) -> {
        endAllBut(out, Kind.CALL);
        String itemId = ResponsesAnswers.itemId("rs", id, items);
        whole(out, ResponsesReasoning.redacted(itemId, data));
      }
      case ChatEvent.ToolCallStarted(var part, var callId, var name, _) -> {
        endAllBut(out, Kind.CALL);
        add(out, part, Kind.CALL, callId, name);
      }
      case ChatEvent.ToolCallDelta(var part, var arguments) -> arguments(out, part, arguments);
      case ChatEvent.OpaquePart(_, var opaque) -> {
        if (opaque.dialect().equals(ResponsesDialect.NAME)) {
          endAllBut(out, Kind.CALL);
          whole(out, opaque.block());
        }
      }
      case ChatEvent.PartEnded(var part) -> {
        Item ended = open.remove(part);
        if (ended != null) {
          end(out, ended);
        }
      }
      case ChatEvent.UsageReported(var report) -> usage = usage.then(report);
      case ChatEvent.Stopped stopped -> stop(out, stopped);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void start(StringBuilder out, @Nullable String newId, String newModel) {
    id = ResponsesAnswers.id(newId, at);
    model = newModel;
    Json response = ResponsesAnswers.response(id, model, at, "in_progress", List.of(), null);
    event(out, "response.created", new Body().put("response", response));
    event(out, "response.in_progress", new Body().put("response", response));
  }

  private void text(StringBuilder out, int part, String text) {
    if (text.isEmpty()) {
      return;
    }
    Item item = item(out, part, Kind.MESSAGE);
    item.text().append(text);
    event(
        out,
        "response.output_text.delta",
        content(item).put("delta", text).put("logprobs", List.of()));
  }

  private void thinking(StringBuilder out, int part, String text) {
    Item item = item(out, part, Kind.REASONING);
    if (text.isEmpty()) {
      return;
    }
    if (item.text().isEmpty()) {
      event(
          out,
          "response.reasoning_summary_part.added",
          summary(item).put("part", ResponsesReasoning.summary("")));
    }
    item.text().append(text);
    event(out, "response.reasoning_summary_text.delta", summary(item).put("delta", text));
  }

  private void arguments(StringBuilder out, int part, String arguments) {
    Item item = open.get(part);
    if (item != null && !arguments.isEmpty()) {
      item.text().append(arguments);
      event(out, "response.function_call_arguments.delta", place(item).put("delta", arguments));
    }
  }

  private Item item(StringBuilder out, int part, Kind kind) {
    Item known = open.get(part);
    if (known != null) {
      return known;
    }
    endAllBut(out, Kind.CALL);
    return add(out, part, kind, "", "");
  }

  private Item add(StringBuilder out, int part, Kind kind, String callId, String name) {
    int index = items++;
    Item item =
        new Item(
            kind,
            index,
            ResponsesAnswers.itemId(kind.prefix, id, index),
            callId,
            name,
            new StringBuilder(),
            new StringBuilder());
    open.put(part, item);
    added(out, index, begun(item));
    if (kind == Kind.MESSAGE) {
      event(
          out,
          "response.content_part.added",
          content(item).put("part", ResponsesItems.outputText("")));
    }
    return item;
  }

  private static Json.Obj begun(Item item) {
    return switch (item.kind()) {
      case MESSAGE -> ResponsesAnswers.message(item.id(), "in_progress", List.of());
      case REASONING -> ResponsesReasoning.written(item.id(), "", null);
      case CALL ->
          ResponsesAnswers.functionCall(
              item.id(),
              "in_progress",
              new Part.ToolCall(item.callId(), item.name(), new Json.Str("")));
    };
  }

  private void added(StringBuilder out, int index, Json item) {
    event(
        out, "response.output_item.added", new Body().put("output_index", index).put("item", item));
  }

  /// An item that does not grow.
  private void whole(StringBuilder out, Json item) {
    int index = items++;
    added(out, index, item);
    done(out, index, item);
  }

  private void endAllBut(StringBuilder out, Kind kind) {
    List<Item> ended = new ArrayList<>(open.values());
    ended.removeIf(item -> item.kind() == kind);
    open.values().removeAll(ended);
    ended.forEach(item -> end(out, item));
  }

  private void end(StringBuilder out, Item item) {
    switch (item.kind()) {
      case MESSAGE -> endMessage(out, item);
      case REASONING -> endReasoning(out, item);
      case CALL -> endCall(out, item);
    }
  }

  private void endMessage(StringBuilder out, Item item) {
    String text = item.text().toString();
    Json part = ResponsesItems.outputText(text);
    event(
        out,
        "response.output_text.done",
        content(item).put("text", text).put("logprobs", List.of()));
    event(out, "response.content_part.done", content(item).put("part", part));
    done(out, item.index(), ResponsesAnswers.message(item.id(), "completed", List.of(part)));
  }

  private void endReasoning(StringBuilder out, Item item) {
    String text = item.text().toString();
    if (!text.isEmpty()) {
      event(out, "response.reasoning_summary_text.done", summary(item).put("text", text));
      event(
          out,
          "response.reasoning_summary_part.done",
          summary(item).put("part", ResponsesReasoning.summary(text)));
    }
    String signature = item.signature().isEmpty() ? null : item.signature().toString();
    done(out, item.index(), ResponsesReasoning.written(item.id(), text, signature));
  }

  private void endCall(StringBuilder out, Item item) {
    if (item.text().isEmpty()) {
      item.text().append("{}"); // how this format writes a call without arguments
      event(out, "response.function_call_arguments.delta", place(item).put("delta", "{}"));
    }
    event(
        out,
        "response.function_call_arguments.done",
        place(item).put("name", item.name()).put("arguments", item.text().toString()));
    Json.Obj call = ResponsesAnswers.functionCall(item.id(), "completed", item.call());
    done(out, item.index(), call.with("arguments", new Json.Str(item.text().toString())));
  }

  private void done(StringBuilder out, int index, Json item) {
    done.put(index, item);
    event(
        out, "response.output_item.done", new Body().put("output_index", index).put("item", item));
  }

  private void stop(StringBuilder out, ChatEvent.Stopped stopped) {
    List<Item> left = List.copyOf(open.values());
    open.clear();
    left.forEach(item -> end(out, item));
    Json.Obj response =
        ResponsesAnswers.finished(
            id, model, at, stopped.reason(), List.copyOf(done.values()), usage);
    boolean whole = response.fields().get("incomplete_details") instanceof Json.Null;
    event(
        out,
        whole ? "response.completed" : "response.incomplete",
        new Body().put("response", response));
  }

  private static Body place(Item item) {
    return new Body().put("item_id", item.id()).put("output_index", item.index());
  }

  private static Body content(Item item) {
    return place(item).put("content_index", 0);
  }

  private static Body summary(Item item) {
    return place(item).put("summary_index", 0);
  }

  private void event(StringBuilder out, String type, Body data) {
    Body typed = new Body().put("type", type).put("sequence_number", sequence++);
    data.json().fields().forEach(typed::put);
    out.append("event: ")
        .append(type)
        .append("\ndata: ")
        .append(typed.json().text())
        .append("\n\n");
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    StringBuilder out = new StringBuilder();
    Fields error =
        Fields.of(Json.parse(OpenAiErrors.write(OpenAiShape.OPENAI, failure).body()))
            .object("error");
    if (error == null) {
      throw new IllegalStateException("an error without an error");
    }
    event(
        out,
        "error",
        new Body()
            .put("code", error.text("code", error.text("type", "")))
            .put("message", failure.message())
            .put("param", Json.of(error.text("param"))));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] keepAlive() {
    return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
  }
}
