package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the `[[...]]` marks of a user's text ask for.
///
/// @param hidden whether the reasoning may not be read
/// @param blocked whether the request does not get through to the model
/// @param reason the provider's own word for why the answer ends
/// @param faultTimes how many calls with this text meet the fault; then it is over
record Script(
    @Nullable String thinking,
    boolean hidden,
    @Nullable String text,
    List<Call> calls,
    boolean refuse,
    boolean blocked,
    @Nullable String reason,
    int cacheRead,
    int cacheWritten,
    @Nullable Fault fault,
    int faultTimes) {
  /// A tool call to make.
  record Call(String name, Json arguments) {}

  private static final String OPEN = "[[";
  private static final String CLOSE = "]]";
  private static final String TIMES = " times=";

  /// The marks and what they do, for a user to read.
  static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("say TEXT", "answers the text");
    words.put("json {...}", "answers the JSON");
    words.put("tokens N", "answers N words");
    words.put("tool NAME {...}", "calls a tool; several marks make parallel calls");
    words.put("think TEXT", "reasons first");
    words.put("think-hidden TEXT", "reasons first, sealed where the format can");
    words.put("refuse", "does not want to answer");
    words.put("block", "a filter stops the request");
    words.put("stop REASON", "ends with the provider's own word for why");
    words.put("cache-read N", "so many more input tokens, from a cache");
    words.put("cache-write N", "so many more input tokens, put into a cache");
    words.put("fault WORDS [times=N]", "goes wrong, in the first N calls of this text");
    return words;
  }

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

  static String words(int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  private static final class Builder {
    private final List<Call> calls = new ArrayList<>();
    private @Nullable String thinking;
    private boolean hidden;
    private @Nullable String text;
    private boolean refuse;
    private boolean blocked;
    private @Nullable String reason;
    private int cacheRead;
    private int cacheWritten;
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
        case "think-hidden" -> {
          thinking = rest;
          hidden = true;
        }
        case "refuse" -> refuse = true;
        case "block" -> blocked = true;
        case "stop" -> reason = rest;
        case "cache-read" -> cacheRead = Integer.parseInt(rest);
        case "cache-write" -> cacheWritten = Integer.parseInt(rest);
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

    Script build() {
      return new Script(
          thinking,
          hidden,
          text,
          List.copyOf(calls),
          refuse,
          blocked,
          reason,
          cacheRead,
          cacheWritten,
          fault,
          faultTimes);
    }
  }
}
