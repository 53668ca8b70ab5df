package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What it means to leave out a field that has no canonical form, by the format it belongs to.
enum Disposition {
  /// The value is the default anyway.
  NEUTRAL,
  /// It changes cost, latency or bookkeeping, not the answer.
  HINT,
  /// It changes the answer.
  MEANING;

  /// Fields of OpenAI chat completions without a canonical form; the others are mapped.
  private static final Set<String> OPENAI =
      Set.of(
          "audio",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "metadata",
          "modalities",
          "moderation",
          "n",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "service_tier",
          "store",
          "top_logprobs",
          "verbosity",
          "web_search_options");

  /// The same of Anthropic messages.
  private static final Set<String> ANTHROPIC =
      Set.of(
          "cache_control",
          "container",
          "context_management",
          "diagnostics",
          "inference_geo",
          "mcp_servers",
          "service_tier",
          "speed",
          "thinking",
          "user_profile_id",
          "workspace_id");

  private static final Map<String, Set<String>> FIELDS =
      Map.of(OpenAiDialect.NAME, OPENAI, AnthropicDialect.NAME, ANTHROPIC);

  private static final Set<String> HINTS =
      Set.of(
          "cache_control",
          "diagnostics",
          "metadata",
          "name",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "service_tier",
          "speed",
          "store",
          "user_profile_id",
          "workspace_id");

  private static final Map<String, Json> DEFAULTS =
      Map.of(
          "n", new Json.Num(1),
          "logprobs", new Json.Bool(false),
          "top_logprobs", new Json.Num(0),
          "modalities", Json.parse("[\"text\"]"),
          "verbosity", new Json.Str("medium"),
          "detail", new Json.Str("auto"),
          "logit_bias", Json.object());

  /// Fields of a format that have no canonical form.
  static Set<String> fields(String dialect) {
    return FIELDS.getOrDefault(dialect, Set.of());
  }

  /// Fields that are known to belong to other formats than this one.
  static Set<String> foreign(String dialect) {
    Set<String> foreign = new HashSet<>();
    FIELDS.values().forEach(foreign::addAll);
    foreign.removeAll(fields(dialect));
    return Set.copyOf(foreign);
  }

  /// @param path of the field in the body it came from; what counts is its last name
  static Disposition of(String path, Json value) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    if (value.equals(DEFAULTS.get(name))) {
      return NEUTRAL;
    }
    return HINTS.contains(name) ? HINT : MEANING;
  }
}
