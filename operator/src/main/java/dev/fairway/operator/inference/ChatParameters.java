package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Parameters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `spec.parameters`.
record ChatParameters(Parameters parameters) {
  static final String PATH = "spec.parameters";

  /// @param extras gets the parameters that have no canonical form
  static ChatParameters read(@Nullable FreeJson json, Map<String, Json> extras) {
    Parameters.Builder builder = Parameters.builder();
    if (json != null) {
      for (Field field : new Field(PATH, Json.parse(json.toString())).fields()) {
        if (!read(field, builder)) extras.put(field.name(), field.value());
      }
    }
    return new ChatParameters(builder.build());
  }

  private static boolean read(Field field, Parameters.Builder into) {
    switch (field.name()) {
      case "max_tokens", "max_completion_tokens", "max_output_tokens" ->
          into.maxTokens(positive(field));
      case "temperature" -> into.temperature(field.number());
      case "top_p" -> into.topP(field.number());
      case "top_k" -> into.topK(positive(field));
      case "seed" -> into.seed(field.integer());
      case "frequency_penalty" -> into.frequencyPenalty(field.number());
      case "presence_penalty" -> into.presencePenalty(field.number());
      case "stop", "stop_sequences" -> into.stop(field.texts());
      case "reasoning_effort" -> into.reasoningEffort(field.textNotBlank());
      case "parallel_tool_calls" -> into.parallelToolCalls(field.bool());
      case "user" -> into.user(field.text());
      default -> {
        return false;
      }
    }
    return true;
  }

  static int positive(Field field) {
    long value = field.integer();
    if (value < 1 || value > Integer.MAX_VALUE) throw field.wrong("must be at least 1");
    return (int) value;
  }
}
