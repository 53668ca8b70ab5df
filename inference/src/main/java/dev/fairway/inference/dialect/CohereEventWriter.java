package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of a streamed answer. Content and calls are counted apart, each from 0.
final class CohereEventWriter implements EventWriter {
  private final Instant at;

  /// Part to the block that is open for it.
  private final Map<Integer, Block> open = new LinkedHashMap<>();

  private int contents;
  private int calls;
  private int citations;
  private Usage usage = Usage.UNKNOWN;

  CohereEventWriter(Instant at) {
    this.at = at;
  }

  private record Block(String kind, int index) {}

  @Override
  public byte[] write(ChatEvent event) {
    StringBuilder out = new StringBuilder();
    switch (event) {
      case ChatEvent.Started(var id, _) -> start(out, id);
      case ChatEvent.TextDelta(var part, var text) ->
          content(out, part, CohereRequestWriter.textBlock(""), new Body().put("text", text));
      case ChatEvent.ThinkingDelta(var part, var text) ->
          content(
              out, part, CohereRequestWriter.thinkingBlock(""), new Body().put("thinking", text));
      case ChatEvent.ToolCallStarted(var part, var id, var name, _) -> {
        Block block = new Block("tool-call", calls++);
        open.put(part, block);
        Json call = CohereRequestWriter.toolCall(id, name, "");
        event(out, "tool-call-start", block.index(), new Body().put("tool_calls", call));
      }
      case ChatEvent.ToolCallDelta(var part, var arguments) -> {
        Block block = open.get(part);
        if (block != null) {
          Body function = new Body().put("function", new Body().put("arguments", arguments));
          event(out, "tool-call-delta", block.index(), new Body().put("tool_calls", function));
        }
      }
      case ChatEvent.OpaquePart(_, var value) -> {
        if (value.dialect().equals(CohereDialect.NAME)) {
          int index = citations++;
          event(out, "citation-start", index, new Body().put("citations", value.block()));
          event(out, "citation-end", index, null);
        }
      }
      case ChatEvent.PartEnded(var part) -> end(out, open.remove(part));
      case ChatEvent.UsageReported(var report) -> usage = usage.then(report);
      case ChatEvent.Stopped stopped -> stop(out, stopped);
      case ChatEvent.ThinkingSigned _, ChatEvent.ThinkingRedacted _ -> {} // no form there
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void start(StringBuilder out, @Nullable String id) {
    Body message =
        new Body()
            .put("role", "assistant")
            .put("content", List.of())
            .put("tool_plan", "")
            .put("tool_calls", List.of())
            .put("citations", List.of());
    data(
        out,
        "message-start",
        new Body()
            .put("id", id == null ? CohereAnswers.newId(at) : id)
            .put("delta", new Body().put("message", message)));
  }

  private void content(StringBuilder out, int part, Json start, Body delta) {
    Block block = open.get(part);
    if (block == null) {
      block = new Block("content", contents++);
      open.put(part, block);
      event(out, "content-start", block.index(), new Body().put("content", start));
    }
    event(out, "content-delta", block.index(), new Body().put("content", delta));
  }

  private static void end(StringBuilder out, @Nullable Block block) {
    if (block != null) {
      event(out, block.kind() + "-end", block.index(), null);
    }
  }

  private void stop(StringBuilder out, ChatEvent.Stopped stopped) {
    open.values().forEach(block -> end(out, block));
    open.clear();
    Body delta =
        new Body()
            .put("finish_reason", CohereAnswers.finish(stopped.reason()))
            .put("usage", CohereAnswers.usage(usage));
    data(out, "message-end", new Body().put("delta", delta));
  }

  private static void event(StringBuilder out, String type, int index, @Nullable Body message) {
    Body delta = message == null ? null : new Body().put("message", message);
    data(out, type, new Body().put("index", index).put("delta", delta));
  }

  private static void data(StringBuilder out, String type, Body data) {
    Json.Obj typed = Json.object("type", new Json.Str(type));
    for (Map.Entry<String, Json> field : data.json().fields().entrySet()) {
      typed = typed.with(field.getKey(), field.getValue());
    }
    out.append("event: ").append(type).append("\ndata: ").append(typed.text()).append("\n\n");
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    StringBuilder out = new StringBuilder();
    Body delta = new Body().put("finish_reason", "ERROR").put("error", failure.message());
    data(out, "message-end", new Body().put("delta", delta));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] keepAlive() {
    return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
  }
}
