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

/// Events of a streamed message. Blocks get the next free index when they first appear. A block of
/// text or reasoning ends when another begins; tool calls may grow side by side.
final class AnthropicEventWriter implements EventWriter {
  private final Instant at;

  /// Part to the block that is open for it.
  private final Map<Integer, Block> open = new LinkedHashMap<>();

  private int blocks;
  private Usage usage = Usage.UNKNOWN;
  private ChatEvent.@Nullable Started pending;

  AnthropicEventWriter(Instant at) {
    this.at = at;
  }

  private record Block(int index, boolean call) {}

  @Override
  public byte[] write(ChatEvent event) {
    StringBuilder out = new StringBuilder();
    if (event instanceof ChatEvent.UsageReported(var report)) {
      usage = usage.then(report);
    }
    if (event instanceof ChatEvent.Started started) {
      pending = started; // held back for one event: input usage, where known, goes with it
    } else {
      begin(out);
    }
    switch (event) {
      case ChatEvent.Started _, ChatEvent.UsageReported _ -> {}
      case ChatEvent.TextDelta(var part, var text) ->
          delta(
              out,
              block(out, part, AnthropicAnswers.textBlock("")),
              new Body().put("type", "text_delta").put("text", text));
      case ChatEvent.ThinkingDelta(var part, var text) ->
          delta(
              out,
              block(out, part, AnthropicRequestWriter.thinkingBlock("", null)),
              new Body().put("type", "thinking_delta").put("thinking", text));
      case ChatEvent.ThinkingSigned(var part, var signature) ->
          delta(
              out,
              block(out, part, AnthropicRequestWriter.thinkingBlock("", null)),
              new Body().put("type", "signature_delta").put("signature", signature));
      case ChatEvent.ThinkingRedacted(var part, var data) ->
          block(out, part, AnthropicRequestWriter.redactedBlock(data));
      case ChatEvent.ToolCallStarted(var part, var id, var name, _) -> call(out, part, id, name);
      case ChatEvent.ToolCallDelta(var part, var arguments) -> {
        Block block = open.get(part);
        if (block != null) {
          delta(
              out,
              block,
              new Body().put("type", "input_json_delta").put("partial_json", arguments));
        }
      }
      case ChatEvent.OpaquePart(var part, var opaque) -> {
        if (opaque.dialect().equals(AnthropicDialect.NAME)) {
          block(out, part, opaque.block());
        }
      }
      case ChatEvent.PartEnded(var part) -> end(out, open.remove(part));
      case ChatEvent.Stopped stopped -> stop(out, stopped);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void begin(StringBuilder out) {
    ChatEvent.Started started = pending;
    pending = null;
    if (started != null) {
      String id = started.id() == null ? AnthropicAnswers.newId(at) : started.id();
      Body message =
          AnthropicAnswers.message(id, started.model(), List.of())
              .putNull("stop_reason")
              .putNull("stop_details")
              .putNull("stop_sequence")
              .put("usage", AnthropicAnswers.usage(usage));
      event(out, "message_start", new Body().put("message", message));
    }
  }

  private Block block(StringBuilder out, int part, Json start) {
    Block known = open.get(part);
    if (known != null) {
      return known;
    }
    endAllBut(out, true);
    return start(out, part, start, false);
  }

  private void call(StringBuilder out, int part, String id, String name) {
    endAllBut(out, true);
    start(out, part, AnthropicAnswers.toolUse(id, name, Json.object()), true);
  }

  private Block start(StringBuilder out, int part, Json start, boolean call) {
    Block block = new Block(blocks++, call);
    open.put(part, block);
    event(
        out,
        "content_block_start",
        new Body().put("index", block.index()).put("content_block", start));
    return block;
  }

  private static void delta(StringBuilder out, Block block, Body delta) {
    event(out, "content_block_delta", new Body().put("index", block.index()).put("delta", delta));
  }

  private void endAllBut(StringBuilder out, boolean calls) {
    open.values()
        .removeIf(block -> {
          boolean ends = !(calls && block.call());
          if (ends) {
            end(out, block);
          }
          return ends;
        });
  }

  private static void end(StringBuilder out, @Nullable Block block) {
    if (block != null) {
      event(out, "content_block_stop", new Body().put("index", block.index()));
    }
  }

  private void stop(StringBuilder out, ChatEvent.Stopped stopped) {
    endAllBut(out, false);
    Body delta =
        new Body()
            .put("stop_reason", AnthropicAnswers.reason(stopped.reason()))
            .putNull("stop_details")
            .putOrNull("stop_sequence", stopped.stopText())
            .putNull("container");
    event(
        out,
        "message_delta",
        new Body().put("delta", delta).put("usage", AnthropicAnswers.finalUsage(usage)));
    event(out, "message_stop", new Body());
  }

  private static void event(StringBuilder out, String type, Body data) {
    Json.Obj typed = Json.object("type", new Json.Str(type));
    for (Map.Entry<String, Json> field : data.json().fields().entrySet()) {
      typed = typed.with(field.getKey(), field.getValue());
    }
    out.append("event: ").append(type).append("\ndata: ").append(typed.text()).append("\n\n");
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    String error = new String(AnthropicErrors.write(failure).body(), StandardCharsets.UTF_8);
    return ("event: error\ndata: " + error + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] keepAlive() {
    return "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(StandardCharsets.UTF_8);
  }
}
