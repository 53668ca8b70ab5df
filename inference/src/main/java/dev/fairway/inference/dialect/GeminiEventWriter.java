package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ToolArguments;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Chunks of a streamed answer. A call goes out whole, when it has ended, and so does a signature.
final class GeminiEventWriter implements EventWriter {
  private final TreeMap<Integer, Call> calls = new TreeMap<>();
  private String id;
  private String model = "";
  private Usage usage = Usage.UNKNOWN;
  private @Nullable Signature signature;

  GeminiEventWriter(Instant at) {
    this.id = GeminiAnswers.newId(at);
  }

  private record Call(
      String id, String name, @Nullable String signature, StringBuilder arguments) {}

  /// @param thought whether text of the same part went before
  private record Signature(int part, boolean thought, StringBuilder text) {}

  /// The newest part of reasoning that has shown text.
  private int thinking = -1;

  @Override
  public byte[] write(ChatEvent event) {
    StringBuilder out = new StringBuilder();
    switch (event) {
      case ChatEvent.Started(var newId, var newModel) -> {
        id = newId == null ? id : newId;
        model = newModel;
      }
      case ChatEvent.TextDelta(_, var text) -> {
        endSignature(out);
        part(out, GeminiParts.text(text));
      }
      case ChatEvent.ThinkingDelta(var part, var text) -> thinking(out, part, text);
      case ChatEvent.ThinkingSigned(var part, var text) -> signed(out, part, text);
      case ChatEvent.ThinkingRedacted(_, var data) -> {
        endSignature(out);
        part(out, GeminiParts.redacted(data));
      }
      case ChatEvent.ToolCallStarted(var part, var callId, var name, var signed) ->
          calls.put(part, new Call(callId, name, signed, new StringBuilder()));
      case ChatEvent.ToolCallDelta(var part, var arguments) -> {
        Call call = calls.get(part);
        if (call != null) {
          call.arguments().append(arguments);
        }
      }
      case ChatEvent.OpaquePart(_, var opaque) -> {
        endSignature(out);
        if (opaque.dialect().equals(GeminiDialect.NAME)) {
          parts(out, List.of(opaque.block()));
        }
      }
      case ChatEvent.PartEnded(var part) -> {
        endSignature(out);
        call(out, calls.remove(part));
      }
      case ChatEvent.UsageReported(var report) -> usage = usage.then(report);
      case ChatEvent.Stopped stopped -> stop(out, stopped);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void thinking(StringBuilder out, int part, String text) {
    endSignature(out);
    if (!text.isEmpty()) {
      thinking = part;
      part(out, GeminiParts.thought(text, null));
    }
  }

  private void signed(StringBuilder out, int part, String piece) {
    Signature open = signature;
    if (open == null || open.part() != part) {
      endSignature(out);
      open = new Signature(part, thinking == part, new StringBuilder());
      signature = open;
    }
    open.text().append(piece);
  }

  private void endSignature(StringBuilder out) {
    Signature ended = signature;
    signature = null;
    if (ended != null) {
      String text = ended.text().toString();
      part(out, ended.thought() ? GeminiParts.thought("", text) : GeminiParts.signature(text));
    }
  }

  private void call(StringBuilder out, @Nullable Call call) {
    if (call != null) {
      Json arguments = ToolArguments.read(call.arguments().toString());
      part(
          out,
          GeminiParts.call(
              call.id(), call.name(), RawArguments.wrapped(arguments), call.signature()));
    }
  }

  private void stop(StringBuilder out, ChatEvent.Stopped stopped) {
    endSignature(out);
    calls.values().forEach(call -> call(out, call));
    calls.clear();
    String finish = GeminiAnswers.finish(stopped.reason());
    data(out, GeminiAnswers.chunk(List.of(), finish, usage, model, id).json());
  }

  private void part(StringBuilder out, Body part) {
    parts(out, List.of(part.json()));
  }

  private void parts(StringBuilder out, List<Json> parts) {
    data(out, GeminiAnswers.chunk(parts, null, Usage.UNKNOWN, model, id).json());
  }

  private static void data(StringBuilder out, Json data) {
    out.append("data: ").append(data.text()).append("\n\n");
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    StringBuilder out = new StringBuilder();
    data(out, Json.parse(GeminiErrors.write(failure).body()));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A chunk without news, as Gemini itself sends them: Google's client for JavaScript does not
  /// understand comments.
  @Override
  public byte[] keepAlive() {
    StringBuilder out = new StringBuilder();
    part(out, GeminiParts.text(""));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
