package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.regex.Pattern;

/// What the simulator answers, in no format yet.
record Answer(String thinking, String text, List<Script.Call> calls, boolean refused) {
  private static final Pattern PIECE = Pattern.compile("(?<=\\s)");

  /// As scripted; without a script, something that follows from the request.
  static Answer to(Asked asked, Script script) {
    String thinking = script.thinking() == null ? "" : script.thinking();
    if (script.refuse()) {
      return new Answer(thinking, "I cannot help with that.", List.of(), true);
    }
    if (!script.calls().isEmpty()) {
      return new Answer(thinking, text(script), script.calls(), false);
    }
    if (script.text() != null) {
      return new Answer(thinking, script.text(), List.of(), false);
    }
    if (asked.mustCall() && !asked.tools().isEmpty()) {
      return new Answer(thinking, "", List.of(asked.tools().getFirst()), false);
    }
    return new Answer(thinking, unscripted(asked), List.of(), false);
  }

  private static String text(Script script) {
    return script.text() == null ? "" : script.text();
  }

  private static String unscripted(Asked asked) {
    Json.Obj schema = asked.schema();
    if (schema != null) {
      return SchemaSample.of(schema).text();
    }
    if (asked.anyJson()) {
      return Json.object("echo", new Json.Str(asked.text())).text();
    }
    return "You said: " + asked.text();
  }

  /// The text in pieces of a word each, as a stream sends it.
  List<String> pieces() {
    return text.isEmpty() ? List.of() : List.of(PIECE.split(text));
  }

  int outputTokens() {
    int calls = calls().stream().mapToInt(call -> tokens(call.arguments().text())).sum();
    return text.split("\\s+").length + calls + thinkingTokens();
  }

  int thinkingTokens() {
    return thinking.isEmpty() ? 0 : tokens(thinking);
  }

  static int tokens(String text) {
    return (text.length() + 3) / 4;
  }
}
