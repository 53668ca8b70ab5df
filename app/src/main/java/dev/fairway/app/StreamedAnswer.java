package dev.fairway.app;

import dev.fairway.api.v1.Cost;
import dev.fairway.api.v1.Usage;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.inference.DirectCall;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Prints an answer while it grows: the text as it comes, or a line of JSON for each event. The
/// last line says what it used and cost.
final class StreamedAnswer {
  private final Terminal terminal;
  private final boolean json;
  private boolean insideLine;

  StreamedAnswer(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /// Returns the exit code.
  int print(Supplier<DirectCall> opening) {
    try {
      return print(opening.get());
    } catch (Refusal refusal) {
      return failed(refusal.reason(), refusal.message());
    }
  }

  private int print(DirectCall call) {
    try {
      DirectCall.Ended ended = call.stream(this::add);
      return json ? endedAsJson(ended) : ended(ended);
    } catch (ModelFailureException e) {
      return failed(e.failure().reason(), call.explain(e.failure()));
    }
  }

  private void add(ChatEvent event) {
    if (json) {
      line(json(event));
    } else if (event instanceof ChatEvent.TextDelta(_, var text) && !text.isEmpty()) {
      terminal.piece(text);
      insideLine = !text.endsWith("\n");
    }
  }

  private int ended(DirectCall.Ended ended) {
    endLine();
    boolean whole = ended.stopReason().equals("end") || ended.stopReason().equals("stop_text");
    terminal.progress(
        "%s in, %s out tokens, %s%s"
            .formatted(
                number(input(ended.usage())),
                number(ended.usage().outputTokens()),
                money(ended.cost()),
                whole ? "" : "; stopped: " + ended.stopReason()));
    return 0;
  }

  private static @Nullable Long input(Usage usage) {
    return usage.inputTokens() == null
        ? null
        : usage.inputTokens() + zero(usage.cachedInputTokens()) + zero(usage.cacheWriteTokens());
  }

  private static long zero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }

  private static String number(@Nullable Long tokens) {
    return tokens == null ? "unknown" : tokens.toString();
  }

  private static String money(@Nullable Cost cost) {
    return cost == null ? "cost unknown" : cost.amount() + " " + cost.currency();
  }

  /// What is not known is absent.
  private int endedAsJson(DirectCall.Ended ended) {
    Json.Obj last =
        event("ended")
            .with("model", new Json.Str(ended.model()))
            .with("stopReason", new Json.Str(ended.stopReason()))
            .with("usage", Json.parse(Serialization.asJson(ended.usage())));
    line(
        ended.cost() == null
            ? last
            : last.with("cost", Json.parse(Serialization.asJson(ended.cost()))));
    return 0;
  }

  private int failed(String reason, String message) {
    if (json) {
      line(
          event("failed")
              .with("reason", new Json.Str(reason))
              .with("message", new Json.Str(message)));
    } else {
      endLine();
      terminal.error(reason + ": " + message);
    }
    return 1;
  }

  private void endLine() {
    if (insideLine) terminal.piece(System.lineSeparator());
    insideLine = false;
  }

  private void line(Json line) {
    terminal.piece(line.text() + "\n");
  }

  private static Json json(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Started(var id, var model) -> {
        Json.Obj started = event("started").with("model", new Json.Str(model));
        yield id == null ? started : started.with("id", new Json.Str(id));
      }
      case ChatEvent.TextDelta(var part, var text) -> piece("text", part, "text", text);
      case ChatEvent.ThinkingDelta(var part, var text) -> piece("thinking", part, "text", text);
      case ChatEvent.ThinkingSigned(var part, var signature) ->
          piece("thinkingSigned", part, "signature", signature);
      case ChatEvent.ThinkingRedacted(var part, var data) ->
          piece("thinkingRedacted", part, "data", data);
      case ChatEvent.ToolCallStarted(var part, var id, var name, _) ->
          piece("toolCall", part, "id", id).with("name", new Json.Str(name));
      case ChatEvent.ToolCallDelta(var part, var arguments) ->
          piece("toolCallArguments", part, "text", arguments);
      case ChatEvent.OpaquePart(var part, var value) ->
          part("opaque", part).with("block", value.block());
      case ChatEvent.PartEnded(var part) -> part("partEnded", part);
      case ChatEvent.UsageReported(var usage) -> usage(usage);
      case ChatEvent.Stopped(_, var nativeReason, _) ->
          nativeReason == null
              ? event("stopped")
              : event("stopped").with("nativeReason", new Json.Str(nativeReason));
    };
  }

  private static Json.Obj event(String name) {
    return Json.object("event", new Json.Str(name));
  }

  private static Json.Obj part(String name, int part) {
    return event(name).with("part", new Json.Num(part));
  }

  private static Json.Obj piece(String name, int part, String field, String text) {
    return part(name, part).with(field, new Json.Str(text));
  }

  private static Json usage(dev.fairway.inference.chat.Usage usage) {
    Json.Obj counted = event("usage");
    if (usage.inputTotal() != null) {
      counted = counted.with("inputTotal", new Json.Num(usage.inputTotal()));
    }
    return usage.out() == null ? counted : counted.with("outputTokens", new Json.Num(usage.out()));
  }
}
