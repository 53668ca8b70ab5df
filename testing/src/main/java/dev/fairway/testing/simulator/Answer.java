package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the simulator answers, in no format yet.
///
/// @param hidden whether the reasoning may not be read
/// @param stopString the text that ended the answer, which is not part of it
/// @param reason the provider's own word for the end, when the script names one
/// @param cacheRead input tokens that were in a cache
/// @param cacheWritten input tokens that are in a cache from now on
record Answer(
    String thinking,
    boolean hidden,
    String text,
    List<Script.Call> calls,
    Ending ending,
    @Nullable String stopString,
    @Nullable String reason,
    int cacheRead,
    int cacheWritten) {
  private static final Pattern PIECE = Pattern.compile("(?<=\\s)");
  private static final Pattern WORD = Pattern.compile("\\S+");

  /// Why an answer is over.
  enum Ending {
    END,
    STOP_STRING,
    LENGTH,
    TOOLS,
    REFUSED,
    /// The request itself was not let through to the model.
    BLOCKED
  }

  /// As scripted; without a script, something that follows from the request.
  ///
  /// @param size words of an answer that nothing scripts; 0 for the text repeated
  static Answer to(Asked asked, Script script, int size) {
    Answer answer =
        new Answer(
            script.thinking() == null ? "" : script.thinking(),
            script.hidden(),
            script.text() == null ? "" : script.text(),
            script.calls(),
            Ending.END,
            null,
            script.reason(),
            script.cacheRead(),
            script.cacheWritten());
    if (script.blocked()) {
      return answer.with("", List.of(), Ending.BLOCKED);
    }
    if (script.refuse()) {
      return answer.with("I cannot help with that.", List.of(), Ending.REFUSED);
    }
    if (!script.calls().isEmpty()) {
      return answer.with(answer.text(), script.calls(), Ending.TOOLS);
    }
    Asked.Wishes wishes = asked.wishes();
    if (script.text() == null && wishes.mustCall() && !wishes.tools().isEmpty()) {
      return answer.with("", List.of(wishes.tools().getFirst()), Ending.TOOLS);
    }
    String text = script.text() == null ? unscripted(asked, size) : script.text();
    return answer.with(text, List.of(), Ending.END).within(wishes);
  }

  private Answer with(String text, List<Script.Call> calls, Ending ending) {
    return new Answer(
        thinking, hidden, text, calls, ending, stopString, reason, cacheRead, cacheWritten);
  }

  private static String unscripted(Asked asked, int size) {
    Json.Obj schema = asked.wishes().schema();
    if (schema != null) {
      return SchemaSample.of(schema).text();
    }
    if (asked.wishes().anyJson()) {
      return Json.object("echo", new Json.Str(asked.text())).text();
    }
    return size > 0 ? Script.words(size) : "You said: " + asked.text();
  }

  /// The answer as far as the request lets it go.
  private Answer within(Asked.Wishes wishes) {
    Answer whole = this;
    for (String stop : wishes.stops()) {
      int at = whole.text().indexOf(stop);
      if (at >= 0 && !stop.isEmpty()) {
        whole =
            new Answer(
                thinking,
                hidden,
                text.substring(0, at),
                calls,
                Ending.STOP_STRING,
                stop,
                reason,
                cacheRead,
                cacheWritten);
      }
    }
    int allowed = wishes.maxTokens() - thinkingTokens();
    return wishes.maxTokens() > 0 && words(whole.text()) > allowed
        ? with(firstWords(text, Math.max(0, allowed)), List.of(), Ending.LENGTH)
        : whole;
  }

  private static String firstWords(String text, int count) {
    Matcher word = WORD.matcher(text);
    int end = 0;
    for (int i = 0; i < count && word.find(); i++) {
      end = word.end();
    }
    return text.substring(0, end);
  }

  /// The text in pieces of a word each, as a stream sends it.
  List<String> pieces() {
    return text.isEmpty() ? List.of() : List.of(PIECE.split(text));
  }

  boolean refused() {
    return ending == Ending.REFUSED;
  }

  int outputTokens() {
    return textTokens() + thinkingTokens();
  }

  /// Tokens of what is not reasoning; a word is one.
  int textTokens() {
    return words(text) + calls.stream().mapToInt(call -> tokens(call.arguments().text())).sum();
  }

  int thinkingTokens() {
    return thinking.isEmpty() ? 0 : tokens(thinking);
  }

  private static int words(String text) {
    return (int) WORD.matcher(text).results().count();
  }

  static int tokens(String text) {
    return (text.length() + 3) / 4;
  }
}
