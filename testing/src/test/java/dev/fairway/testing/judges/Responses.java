package dev.fairway.testing.judges;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Answers of any kind, for property tests.
final class Responses {
  private Responses() {}

  static Arbitrary<ChatResponse> any() {
    return Combinators.combine(
            words().injectNull(0.2),
            parts().list().ofMaxSize(5),
            Arbitraries.of(StopReason.class),
            words().injectNull(0.5),
            words().injectNull(0.5),
            usages())
        .as((id, parts, stop, nativeStop, stopText, usage) ->
            new ChatResponse(id, "m", parts, stop, nativeStop, stopText, usage, List.of()));
  }

  private static Arbitrary<Part> parts() {
    return Arbitraries.oneOf(
        words().map(Part.Text::new),
        Combinators.combine(words(), words().injectNull(0.5)).as(Part.Thinking::new),
        words().map(Part.RedactedThinking::new),
        Combinators.combine(words(), words(), arguments()).as(Part.ToolCall::new));
  }

  private static Arbitrary<Json> arguments() {
    return Arbitraries.of(
        Json.object(), Json.parse("{\"a\":[1,{\"b\":null}]}"), new Json.Str("{\"cut\":"));
  }

  private static Arbitrary<Usage> usages() {
    Arbitrary<@Nullable Long> count = Arbitraries.longs().between(0, 1_000_000).injectNull(0.3);
    return Combinators.combine(count, count, count, count, count, count)
        .as((in, read, minutes, hour, out, reasoning) ->
            new Usage(in, read, minutes, hour, out, reasoning, Usage.Source.REPORTED));
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings().ofMaxLength(8);
  }
}
