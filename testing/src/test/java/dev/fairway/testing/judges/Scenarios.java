package dev.fairway.testing.judges;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import dev.fairway.testing.judges.DialectServer.Reply;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What a [DialectServer] answers, by the name of the model. The same names stand in the scripts of
/// `testing/judges/clients`. One instance per server: it counts the calls.
final class Scenarios {
  static final String WORDS = "grüß dich, 世界 🙂";

  /// Failures by the name of the model that meets them.
  private static final Map<String, ModelFailure> FAILURES =
      Map.ofEntries(
          failure(new ModelFailure.Throttled("busy", null)),
          failure(new ModelFailure.Unavailable("down", 500, null, true)),
          failure(new ModelFailure.TimedOut("slow", ModelFailure.TimedOut.Phase.FIRST_BYTE)),
          failure(new ModelFailure.Refused("filtered")),
          failure(new ModelFailure.BadRequest("wrong", "messages[0]", null)),
          failure(new ModelFailure.UnknownModel("unknown")),
          failure(new ModelFailure.UnsupportedParameter("top_k is not there", "top_k")),
          failure(new ModelFailure.ContextTooLong("long")),
          failure(new ModelFailure.Unauthorized("our key was refused")),
          failure(new ModelFailure.CreditSpent("no credit")),
          failure(new ModelFailure.Malformed("odd answer")));

  private static final Usage USAGE = new Usage(7L, 5L, 3L, null, 11L, 2L, Usage.Source.REPORTED);

  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  private static Map.Entry<String, ModelFailure> failure(ModelFailure failure) {
    return Map.entry(failure.reason(), failure);
  }

  /// How often a model was called.
  int calls(String model) {
    return counter(model).get();
  }

  private AtomicInteger counter(String model) {
    return calls.computeIfAbsent(model, _ -> new AtomicInteger());
  }

  Reply reply(ChatRequest request) {
    int call = counter(request.model()).incrementAndGet();
    return switch (request.model()) {
      case "text" -> answer(StopReason.END, new Part.Text(WORDS));
      case "length" -> answer(StopReason.LENGTH, new Part.Text("cut"));
      case "refusal" -> answer(StopReason.REFUSED, new Part.Text("I will not"));
      case "json" -> answer(StopReason.END, new Part.Text("{\"city\":\"Ulm\"}"));
      case "tools" ->
          answer(
              StopReason.TOOL_CALLS,
              new Part.Text("two calls"),
              new Part.ToolCall("call_1", "add", Json.parse("{\"a\":1,\"b\":[\"ß\"]}")),
              new Part.ToolCall("call_2", "now", Json.object()));
      case "thinking" ->
          answer(
              StopReason.END,
              new Part.Thinking("first thought", "c2lnbmF0dXJlLTE="),
              new Part.RedactedThinking("c2VjcmV0"),
              new Part.Text("said"));
      case "broken" ->
          new Reply.Broken(
              List.of(new ChatEvent.Started("1", "broken"), new ChatEvent.TextDelta(0, "half")),
              new ModelFailure.Unavailable("the provider broke off", null, null, true));
      case "endless" -> new Reply.Endless();
      case "retried" ->
          call < 3
              ? failed("Throttled", Map.of("retry-after-ms", "1"))
              : answer(StopReason.END, new Part.Text("at last"));
      case "hopeless" -> failed("Throttled", Map.of("x-should-retry", "false"));
      case "hopeful" ->
          call < 2
              ? failed("BadRequest", Map.of("x-should-retry", "true", "retry-after-ms", "1"))
              : answer(StopReason.END, new Part.Text("at last"));
      default -> failed(request.model(), Map.of());
    };
  }

  private static Reply answer(StopReason stop, Part... parts) {
    return new Reply.Answer(
        new ChatResponse("id_1", "model-1", List.of(parts), stop, null, null, USAGE, List.of()));
  }

  private static Reply failed(String reason, Map<String, String> headers) {
    return new Reply.Failure(failure(reason), headers);
  }

  static ModelFailure failure(String reason) {
    return Objects.requireNonNull(FAILURES.get(reason), reason);
  }
}
