package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the `[[...]]` marks of a user's text ask for.
///
/// @param faultTimes how many calls with this text meet the fault; then it is over
record Script(
    @Nullable String thinking,
    @Nullable String text,
    List<Call> calls,
    boolean refuse,
    @Nullable Fault fault,
    int faultTimes) {
  /// A tool call to make.
  record Call(String name, Json arguments) {}

  private static final String OPEN = "[[";
  private static final String CLOSE = "]]";
  private static final String TIMES = " times=";

  static Script of(String text) {
    Builder script = new Builder();
    int at = text.indexOf(OPEN);
    while (at >= 0) {
      int end = end(text, at + OPEN.length());
      if (end < 0) {
        break;
      }
      script.add(text.substring(at + OPEN.length(), end).strip());
      at = text.indexOf(OPEN, end + CLOSE.length());
    }
    return script.build();
  }

  /// Where the mark ends. JSON in it may hold `]]` itself.
  private static int end(String text, int from) {
    int end = text.indexOf(CLOSE, from);
    boolean json = text.startsWith("json ", from) || text.startsWith("tool ", from);
    while (json && end >= 0 && json(text.substring(from, end)).isEmpty()) {
      end = text.indexOf(CLOSE, end + 1);
    }
    return end;
  }

  private static Optional<Json> json(String mark) {
    int brace = mark.indexOf('{');
    try {
      return brace < 0
          ? Optional.of(Json.object())
          : Optional.of(Json.parse(mark.substring(brace)));
    } catch (JsonSyntax _) {
      return Optional.empty();
    }
  }

  private static final class Builder {
    private final List<Call> calls = new ArrayList<>();
    private @Nullable String thinking;
    private @Nullable String text;
    private boolean refuse;
    private @Nullable Fault fault;
    private int faultTimes = Integer.MAX_VALUE;

    void add(String mark) {
      int space = mark.indexOf(' ');
      String verb = space < 0 ? mark : mark.substring(0, space);
      String rest = space < 0 ? "" : mark.substring(space + 1).strip();
      switch (verb) {
        case "say" -> text = text == null ? rest : text + rest;
        case "json" -> text = rest;
        case "think" -> thinking = rest;
        case "refuse" -> refuse = true;
        case "tokens" -> text = words(Integer.parseInt(rest));
        case "tool" -> calls.add(call(rest));
        case "fault" -> fault(rest);
        default -> {} // text that only looks like a mark
      }
    }

    private static Call call(String rest) {
      int brace = rest.indexOf('{');
      String name = brace < 0 ? rest : rest.substring(0, brace).strip();
      return new Call(name, json(rest).orElseThrow());
    }

    private void fault(String rest) {
      int times = rest.indexOf(TIMES);
      if (times >= 0) {
        faultTimes = Integer.parseInt(rest.substring(times + TIMES.length()).strip());
      }
      fault = Fault.parse(times < 0 ? rest : rest.substring(0, times));
    }

    private static String words(int count) {
      return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }

    Script build() {
      return new Script(thinking, text, List.copyOf(calls), refuse, fault, faultTimes);
    }
  }
}
