package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ToolArguments;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Lines of a streamed answer. Calls have whole arguments, so they go out last.
final class OllamaEventWriter implements EventWriter {
  private final Instant at;
  private final TreeMap<Integer, Call> calls = new TreeMap<>();
  private String model = "";
  private Usage usage = Usage.UNKNOWN;

  OllamaEventWriter(Instant at) {
    this.at = at;
  }

  private record Call(String id, String name, StringBuilder arguments) {
    Json whole() {
      return OllamaRequestWriter.toolCall(
          new Part.ToolCall(id, name, ToolArguments.read(arguments.toString())));
    }
  }

  @Override
  public byte[] write(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Started(_, var answering) -> {
        model = answering;
        yield new byte[0];
      }
      case ChatEvent.TextDelta(_, var text) -> line(message(text));
      case ChatEvent.ThinkingDelta(_, var text) -> line(message("").put("thinking", text));
      case ChatEvent.ToolCallStarted(var part, var id, var name, _) -> {
        calls.put(part, new Call(id, name, new StringBuilder()));
        yield new byte[0];
      }
      case ChatEvent.ToolCallDelta(var part, var arguments) -> {
        Call call = calls.get(part);
        if (call != null) {
          call.arguments().append(arguments);
        }
        yield new byte[0];
      }
      case ChatEvent.UsageReported(var report) -> {
        usage = usage.then(report);
        yield new byte[0];
      }
      case ChatEvent.Stopped stopped -> stop(stopped);
      case ChatEvent.ThinkingSigned _,
          ChatEvent.ThinkingRedacted _,
          ChatEvent.OpaquePart _,
          ChatEvent.PartEnded _ ->
          new byte[0]; // no form there, as in a plain answer
    };
  }

  private static Body message(String text) {
    return new Body().put("role", "assistant").put("content", text);
  }

  private byte[] stop(ChatEvent.Stopped stopped) {
    List<Json> whole = calls.values().stream().map(Call::whole).toList();
    Body last = OllamaAnswers.head(model, at, message(""));
    byte[] end = bytes(OllamaAnswers.end(last, stopped.reason(), usage));
    return whole.isEmpty() ? end : joined(line(message("").put("tool_calls", whole)), end);
  }

  private byte[] line(Body message) {
    return bytes(OllamaAnswers.head(model, at, message).put("done", false));
  }

  private static byte[] bytes(Body line) {
    return (line.json().text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return Stream.of(first, second)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .reduce("", String::concat)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    return bytes(new Body().put("error", failure.message()));
  }

  /// A line without a value is an error to some clients.
  @Override
  public byte[] keepAlive() {
    return new byte[0];
  }
}
