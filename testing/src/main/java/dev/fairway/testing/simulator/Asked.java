package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat as far as the answer depends on it.
///
/// @param text the user's last text; empty when the last turn holds none
/// @param inputTokens size of the whole conversation
/// @param schema JSON Schema asked of the answer
/// @param tools the plainest call of each tool offered
/// @param mustCall whether a tool call is demanded
/// @param wantsUsage whether a stream shall end with usage
record Asked(
    String model,
    String text,
    boolean stream,
    boolean wantsUsage,
    int inputTokens,
    Json.@Nullable Obj schema,
    boolean anyJson,
    List<Script.Call> tools,
    boolean mustCall) {}
