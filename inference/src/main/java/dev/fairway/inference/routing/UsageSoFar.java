package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Usage;

/// Counts a stream that may be cut off: what was produced by then is billed although nobody reports
/// it. Written by one thread, read by another when that one has ended.
final class UsageSoFar {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final long estimatedInput;
  private Usage reported = Usage.UNKNOWN;
  private long characters;
  private boolean complete;

  UsageSoFar(long estimatedInput) {
    this.estimatedInput = estimatedInput;
  }

  void add(ChatEvent event) {
    switch (event) {
      case ChatEvent.UsageReported(var usage) -> reported = reported.then(usage);
      case ChatEvent.TextDelta(_, var text) -> characters += text.length();
      case ChatEvent.ThinkingDelta(_, var text) -> characters += text.length();
      case ChatEvent.ToolCallDelta(_, var arguments) -> characters += arguments.length();
      case ChatEvent.Started _,
          ChatEvent.ThinkingSigned _,
          ChatEvent.ThinkingRedacted _,
          ChatEvent.ToolCallStarted _,
          ChatEvent.OpaquePart _,
          ChatEvent.PartEnded _,
          ChatEvent.Stopped _ -> {}
    }
  }

  /// The answer came to its end.
  void complete(Usage usage) {
    reported = usage;
    complete = true;
  }

  /// Early reports of output are not final, so the larger number holds.
  Usage estimate() {
    if (complete) {
      return reported;
    }
    long counted = (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    Long said = reported.out();
    Long in = reported.inUncached();
    return new Usage(
        in == null ? Long.valueOf(estimatedInput) : in,
        reported.inCacheRead(),
        reported.inCacheWrite5m(),
        reported.inCacheWrite1h(),
        said == null ? counted : Math.max(said, counted),
        reported.reasoning(),
        Usage.Source.ESTIMATED);
  }
}
