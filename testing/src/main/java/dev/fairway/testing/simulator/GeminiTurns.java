package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.Set;

/// What Gemini demands of function calls in a history: results in the next turn and as many, and
/// from version 3 on the signature on the part that it was given out with.
final class GeminiTurns {
  /// What Google's guide allows in place of a signature, for turns that another model made.
  private static final Set<String> STAND_INS =
      Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

  private GeminiTurns() {}

  /// Whether calls need their signatures back.
  static boolean signs(String model) {
    return !model.startsWith("gemini-2") && !model.startsWith("gemini-1");
  }

  /// The signature of a function call, which follows from its name and arguments.
  static String signature(Json.Obj function) {
    return HashVectors.signature(
        Trees.text(function, "name") + Trees.child(function, "args").text());
  }

  static void check(List<Json.Obj> contents, String model) {
    for (int i = 0; i < contents.size(); i++) {
      List<Json.Obj> calls = parts(contents.get(i), "functionCall");
      if (!calls.isEmpty()) {
        checkResults(contents, i, calls.size());
        if (signs(model)) {
          checkSignature(calls.getFirst(), i + 1);
        }
      }
    }
  }

  private static List<Json.Obj> parts(Json.Obj content, String kind) {
    return Trees.children(content, "parts").stream()
        .filter(part -> part.fields().containsKey(kind))
        .toList();
  }

  private static void checkResults(List<Json.Obj> contents, int index, int calls) {
    int results =
        index + 1 < contents.size() ? parts(contents.get(index + 1), "functionResponse").size() : 0;
    if (results != calls) {
      throw new Wrong(
          400,
          "Please ensure that the number of function response parts is equal to the number of"
              + " function call parts of the function call turn.");
    }
  }

  private static void checkSignature(Json.Obj part, int position) {
    Json.Obj function = Trees.child(part, "functionCall");
    String signature = Trees.text(part, "thoughtSignature");
    if (signature.isEmpty()) {
      throw new Wrong(
          400,
          ("Function call is missing a thought_signature in functionCall parts. Additional data,"
                  + " function call `default_api:%s` , position %d.")
              .formatted(Trees.text(function, "name"), position));
    }
    if (!STAND_INS.contains(signature) && !signature.equals(signature(function))) {
      throw new Wrong(400, "Corrupted thought signature.");
    }
  }
}
