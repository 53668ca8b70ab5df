package dev.fairway.inference.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A finished answer.
///
/// @param id the provider's id of the answer, if it gave one
/// @param model the model that answered, as the provider names it
/// @param nativeStop the provider's own word for [#stop]
/// @param stopText the stop text that came up, where the provider says so
/// @param dropped what a lenient call did not pass on: a path, or `path~value` for an approximation
public record ChatResponse(
    @Nullable String id,
    String model,
    List<Part> parts,
    StopReason stop,
    @Nullable String nativeStop,
    @Nullable String stopText,
    Usage usage,
    List<String> dropped) {
  public ChatResponse {
    parts = List.copyOf(parts);
    dropped = List.copyOf(dropped);
  }

  /// A complete answer of one text, for models that run in this process.
  public static ChatResponse of(String model, String text, Usage usage) {
    return new ChatResponse(
        null, model, List.of(new Part.Text(text)), StopReason.END, null, null, usage, List.of());
  }

  /// All text parts joined.
  public String text() {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }

  public List<Part.ToolCall> toolCalls() {
    return parts.stream()
        .filter(Part.ToolCall.class::isInstance)
        .map(Part.ToolCall.class::cast)
        .toList();
  }

  public ChatResponse withModel(String changed) {
    return new ChatResponse(id, changed, parts, stop, nativeStop, stopText, usage, dropped);
  }

  public ChatResponse withParts(List<Part> changed) {
    return new ChatResponse(id, model, changed, stop, nativeStop, stopText, usage, dropped);
  }

  public ChatResponse withDropped(List<String> changed) {
    return new ChatResponse(id, model, parts, stop, nativeStop, stopText, usage, changed);
  }

  /// This answer as the stream it would have been; folding it gives the answer back.
  public List<ChatEvent> events() {
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.Started(id, model));
    for (int i = 0; i < parts.size(); i++) {
      addPart(events, i, parts.get(i));
    }
    events.add(new ChatEvent.UsageReported(usage));
    events.add(new ChatEvent.Stopped(stop, nativeStop, stopText));
    return events;
  }

  private static void addPart(List<ChatEvent> events, int index, Part part) {
    switch (part) {
      case Part.Text(var text) -> events.add(new ChatEvent.TextDelta(index, text));
      case Part.Thinking(var text, var signature) -> {
        events.add(new ChatEvent.ThinkingDelta(index, text));
        if (signature != null) {
          events.add(new ChatEvent.ThinkingSigned(index, signature));
        }
      }
      case Part.RedactedThinking(var data) ->
          events.add(new ChatEvent.ThinkingRedacted(index, data));
      case Part.ToolCall(var id, var name, var arguments, var signature) -> {
        events.add(new ChatEvent.ToolCallStarted(index, id, name, signature));
        events.add(
            new ChatEvent.ToolCallDelta(
                index, arguments instanceof Json.Str(var raw) ? raw : arguments.text()));
      }
      case Part.Opaque opaque -> events.add(new ChatEvent.OpaquePart(index, opaque));
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
          throw new IllegalStateException("not a part of an answer: " + part);
    }
    events.add(new ChatEvent.PartEnded(index));
  }
}
