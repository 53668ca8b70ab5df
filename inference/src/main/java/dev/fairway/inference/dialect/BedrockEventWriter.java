package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// Frames of a streamed answer. Blocks get the next free index when they first appear; one of text
/// or reasoning ends when another begins, calls may grow side by side.
final class BedrockEventWriter implements EventWriter {
  private static final String CONTENT_TYPE = "application/json";

  /// Part to the block that is open for it.
  private final Map<Integer, Block> open = new LinkedHashMap<>();

  private int blocks;
  private Usage usage = Usage.UNKNOWN;

  private record Block(int index, boolean call) {}

  @Override
  public byte[] write(ChatEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (event) {
      case ChatEvent.Started _ -> event(out, "messageStart", new Body().put("role", "assistant"));
      case ChatEvent.TextDelta(var part, var text) ->
          delta(out, block(out, part), new Body().put("text", text));
      case ChatEvent.ThinkingDelta(var part, var text) ->
          reasoning(out, part, new Body().put("text", text));
      case ChatEvent.ThinkingSigned(var part, var signature) ->
          reasoning(out, part, new Body().put("signature", signature));
      case ChatEvent.ThinkingRedacted(var part, var data) ->
          reasoning(out, part, new Body().put("redactedContent", data));
      case ChatEvent.ToolCallStarted(var part, var id, var name, _) -> call(out, part, id, name);
      case ChatEvent.ToolCallDelta(var part, var arguments) -> {
        Block block = open.get(part);
        if (block != null) {
          delta(out, block, new Body().put("toolUse", new Body().put("input", arguments)));
        }
      }
      case ChatEvent.OpaquePart _ -> {} // a stream has no form for whole blocks
      case ChatEvent.PartEnded(var part) -> {
        Block block = open.remove(part);
        if (block != null) {
          end(out, block);
        }
      }
      case ChatEvent.UsageReported(var report) -> usage = usage.then(report);
      case ChatEvent.Stopped stopped -> stop(out, stopped);
    }
    return out.toByteArray();
  }

  private void reasoning(ByteArrayOutputStream out, int part, Body reasoning) {
    delta(out, block(out, part), new Body().put("reasoningContent", reasoning));
  }

  private Block block(ByteArrayOutputStream out, int part) {
    Block known = open.get(part);
    if (known != null) {
      return known;
    }
    endAllBut(out, true);
    return opened(part, false);
  }

  private Block opened(int part, boolean call) {
    Block block = new Block(blocks++, call);
    open.put(part, block);
    return block;
  }

  private void call(ByteArrayOutputStream out, int part, String id, String name) {
    endAllBut(out, true);
    Block block = opened(part, true);
    Body use = new Body().put("toolUseId", id).put("name", name);
    Body start = indexed(block).put("start", new Body().put("toolUse", use));
    event(out, "contentBlockStart", start);
  }

  private static void delta(ByteArrayOutputStream out, Block block, Body delta) {
    event(out, "contentBlockDelta", indexed(block).put("delta", delta));
  }

  private static void end(ByteArrayOutputStream out, Block block) {
    event(out, "contentBlockStop", indexed(block));
  }

  private static Body indexed(Block block) {
    return new Body().put("contentBlockIndex", block.index());
  }

  private void endAllBut(ByteArrayOutputStream out, boolean calls) {
    open.values()
        .removeIf(block -> {
          boolean ends = !(calls && block.call());
          if (ends) {
            end(out, block);
          }
          return ends;
        });
  }

  private void stop(ByteArrayOutputStream out, ChatEvent.Stopped stopped) {
    endAllBut(out, false);
    String reason = BedrockAnswers.reason(stopped.reason());
    event(out, "messageStop", new Body().put("stopReason", reason));
    event(out, "metadata", new Body().put("usage", BedrockAnswers.usage(usage)));
  }

  private static void event(ByteArrayOutputStream out, String type, Body data) {
    frame(out, "event", type, data.json());
  }

  private static void frame(ByteArrayOutputStream out, String kind, String type, Json data) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":" + kind + "-type", type);
    headers.put(":content-type", CONTENT_TYPE);
    headers.put(":message-type", kind);
    out.writeBytes(new EventStream.Frame(headers, data.utf8()).encoded());
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json message = new Body().put("message", failure.message()).json();
    frame(out, "exception", BedrockErrors.exception(failure), message);
    return out.toByteArray();
  }

  /// No event is without meaning, and AWS's clients differ in what they do with unknown ones.
  @Override
  public byte[] keepAlive() {
    return new byte[0];
  }
}
