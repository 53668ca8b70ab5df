package dev.fairway.inference.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the events of one stream together to the answer that a plain call would have given. For one
/// thread; one instance per stream.
public final class ResponseFold implements Consumer<ChatEvent> {
  private final TreeMap<Integer, Growing> parts = new TreeMap<>();
  private @Nullable String id;
  private String model = "";
  private Usage usage = Usage.UNKNOWN;
  private ChatEvent.@Nullable Stopped stopped;

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Started(var newId, var newModel) -> {
        id = newId;
        model = newModel;
      }
      case ChatEvent.TextDelta(var part, var text) -> at(part, Kind.TEXT).text.append(text);
      case ChatEvent.ThinkingDelta(var part, var text) -> at(part, Kind.THINKING).text.append(text);
      case ChatEvent.ThinkingSigned(var part, var signature) ->
          at(part, Kind.THINKING).signature.append(signature);
      case ChatEvent.ThinkingRedacted(var part, var data) ->
          at(part, Kind.REDACTED).text.append(data);
      case ChatEvent.ToolCallStarted(var part, var callId, var name, var signature) ->
          at(part, Kind.TOOL_CALL).named(callId, name, signature);
      case ChatEvent.ToolCallDelta(var part, var arguments) ->
          at(part, Kind.TOOL_CALL).text.append(arguments);
      case ChatEvent.OpaquePart(var part, var value) -> at(part, Kind.OPAQUE).opaque = value;
      case ChatEvent.UsageReported(var report) -> usage = usage.then(report);
      case ChatEvent.Stopped end -> stopped = end;
      case ChatEvent.PartEnded _ -> {}
    }
  }

  /// Whether the stream came to its end.
  public boolean complete() {
    return stopped != null;
  }

  /// The answer so far; of an incomplete stream, its beginning with [StopReason#OTHER].
  public ChatResponse response() {
    ChatEvent.Stopped end =
        stopped == null ? new ChatEvent.Stopped(StopReason.OTHER, null, null) : stopped;
    List<Part> done = new ArrayList<>();
    parts.values().forEach(part -> part.addTo(done));
    return new ChatResponse(
        id, model, done, end.reason(), end.nativeReason(), end.stopText(), usage, List.of());
  }

  private Growing at(int part, Kind kind) {
    return parts.computeIfAbsent(part, _ -> new Growing(kind));
  }

  private enum Kind {
    TEXT,
    THINKING,
    REDACTED,
    TOOL_CALL,
    OPAQUE
  }

  private static final class Growing {
    private final Kind kind;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private String callId = "";
    private String name = "";
    private @Nullable String callSignature;
    private Part.@Nullable Opaque opaque;

    Growing(Kind kind) {
      this.kind = kind;
    }

    void named(String newCallId, String newName, @Nullable String newSignature) {
      callId = newCallId;
      name = newName;
      callSignature = newSignature;
    }

    void addTo(List<Part> parts) {
      switch (kind) {
        case TEXT -> {
          if (!text.isEmpty()) {
            parts.add(new Part.Text(text.toString()));
          }
        }
        case THINKING ->
            parts.add(
                new Part.Thinking(
                    text.toString(), signature.isEmpty() ? null : signature.toString()));
        case OPAQUE -> {
          if (opaque != null) {
            parts.add(opaque);
          }
        }
        case REDACTED -> parts.add(new Part.RedactedThinking(text.toString()));
        case TOOL_CALL ->
            parts.add(
                new Part.ToolCall(
                    callId, name, ToolArguments.read(text.toString()), callSignature));
      }
    }
  }
}
