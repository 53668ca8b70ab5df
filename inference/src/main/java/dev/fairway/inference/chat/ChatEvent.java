package dev.fairway.inference.chat;

import org.jspecify.annotations.Nullable;

/// One step of a streamed answer. Deltas of several parts may be interleaved; `part` tells them
/// apart, and parts stand in the answer in the order of that number. A stream that ends without
/// [Stopped] was cut. [ResponseFold] puts the answer together.
public sealed interface ChatEvent {
  /// The provider began to answer.
  record Started(@Nullable String id, String model) implements ChatEvent {}

  record TextDelta(int part, String text) implements ChatEvent {}

  record ThinkingDelta(int part, String text) implements ChatEvent {}

  /// The signature of a thinking part; a later one continues it.
  record ThinkingSigned(int part, String signature) implements ChatEvent {}

  record ThinkingRedacted(int part, String data) implements ChatEvent {}

  /// @param signature as in [Part.ToolCall]
  record ToolCallStarted(int part, String id, String name, @Nullable String signature)
      implements ChatEvent {
    /// An unsigned call.
    public ToolCallStarted(int part, String id, String name) {
      this(part, id, name, null);
    }
  }

  /// A piece of the arguments' JSON text.
  record ToolCallDelta(int part, String arguments) implements ChatEvent {}

  /// A whole block that has no canonical form.
  record OpaquePart(int part, Part.Opaque value) implements ChatEvent {}

  record PartEnded(int part) implements ChatEvent {}

  /// Counters so far; a later report is laid over an earlier one by [Usage#then].
  record UsageReported(Usage usage) implements ChatEvent {}

  /// The answer is complete.
  record Stopped(StopReason reason, @Nullable String nativeReason, @Nullable String stopText)
      implements ChatEvent {}
}
