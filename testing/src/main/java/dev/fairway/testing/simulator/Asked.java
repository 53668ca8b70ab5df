package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat as far as the answer depends on it.
///
/// @param text the user's last text; empty when the last turn holds none
/// @param wantsUsage whether a stream shall end with usage
/// @param inputTokens size of the whole conversation
record Asked(
    String model, String text, boolean stream, boolean wantsUsage, int inputTokens, Wishes wishes) {
  /// What the request wants of the answer.
  ///
  /// @param schema JSON Schema of the answer
  /// @param tools the plainest call of each tool offered
  /// @param mustCall whether a tool call is demanded
  /// @param maxTokens longest answer; 0 when there is no limit
  /// @param stops texts before which the answer ends
  /// @param count answers, all alike
  record Wishes(
      Json.@Nullable Obj schema,
      boolean anyJson,
      List<Script.Call> tools,
      boolean mustCall,
      int maxTokens,
      List<String> stops,
      int count) {
    Wishes(
        Json.@Nullable Obj schema,
        boolean anyJson,
        List<Script.Call> tools,
        boolean mustCall,
        int maxTokens,
        List<String> stops) {
      this(schema, anyJson, tools, mustCall, maxTokens, stops, 1);
    }
  }
}
