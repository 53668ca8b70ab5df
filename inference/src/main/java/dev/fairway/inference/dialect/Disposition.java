package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What becomes of a field of a request on its way into another format, by the format it belongs
/// to.
enum Disposition {
  /// It has a canonical form.
  MAPPED,
  /// The value is the default anyway.
  NEUTRAL,
  /// It changes cost, latency or bookkeeping, not the answer.
  HINT,
  /// It changes the answer.
  MEANING;

  /// Every field of OpenAI's chat completions, and what compatible servers add.
  private static final Map<String, Disposition> OPENAI =
      table(
          """
          frequency_penalty max_completion_tokens max_tokens messages model parallel_tool_calls
          presence_penalty reasoning_effort response_format safety_identifier seed stop stream
          stream_options temperature tool_choice tools top_k top_p user
          """,
          """
          metadata prediction prompt_cache_key prompt_cache_options prompt_cache_retention
          service_tier store
          """,
          """
          audio function_call functions logit_bias logprobs modalities moderation n top_logprobs
          verbosity web_search_options
          """);

  /// Every field of Anthropic's messages in both versions, and two of its beta features.
  private static final Map<String, Disposition> ANTHROPIC =
      table(
          """
          max_tokens messages metadata model output_config stop_sequences stream system temperature
          tool_choice tools top_k top_p
          """,
          "cache_control diagnostics service_tier speed user_profile_id workspace_id",
          "container context_management inference_geo mcp_servers thinking");

  /// Every field of Mistral's chat completions.
  private static final Map<String, Disposition> MISTRAL =
      table(
          """
          frequency_penalty max_tokens messages model parallel_tool_calls presence_penalty
          random_seed reasoning_effort response_format stop stream temperature tool_choice tools
          top_p
          """,
          "metadata prediction prompt_cache_key service_tier",
          "guardrails min_tokens n prompt_mode safe_prompt");

  /// Every field of OpenAI's responses.
  private static final Map<String, Disposition> RESPONSES =
      table(
          """
          input instructions max_output_tokens model parallel_tool_calls reasoning
          safety_identifier stream stream_options temperature text tool_choice tools top_p user
          """,
          """
          metadata prompt_cache_key prompt_cache_options prompt_cache_retention service_tier store
          """,
          """
          background context_management conversation include max_tool_calls moderation
          previous_response_id prompt top_logprobs truncation
          """);

  /// Every field of Gemini's generateContent; what stands in `generationConfig` is told apart
  /// there.
  private static final Map<String, Disposition> GEMINI =
      table(
          "contents generationConfig model systemInstruction toolConfig tools",
          "labels serviceTier store",
          "cachedContent safetySettings");

  /// Every field of Cohere's chat, version 2.
  private static final Map<String, Disposition> COHERE =
      table(
          """
          frequency_penalty k max_tokens messages model p presence_penalty response_format seed
          stop_sequences stream strict_tools temperature tool_choice tools
          """,
          "priority",
          "citation_options documents logprobs safety_mode thinking");

  /// Every field of Ollama's chat.
  private static final Map<String, Disposition> OLLAMA =
      table(
          "format messages model options stream think tools",
          "keep_alive",
          "logprobs shift top_logprobs truncate");

  /// Both fields of KServe's text generation.
  private static final Map<String, Disposition> KSERVE = table("text_input parameters", "", "");

  /// Every field of Bedrock's Converse.
  private static final Map<String, Disposition> BEDROCK =
      table(
          """
          additionalModelRequestFields inferenceConfig messages outputConfig system toolConfig
          """,
          "performanceConfig requestMetadata serviceTier",
          "additionalModelResponseFieldPaths guardrailConfig promptVariables");

  private static final Map<String, Map<String, Disposition>> TABLES =
      Map.of(
          BedrockDialect.NAME,
          BEDROCK,
          GeminiDialect.NAME,
          GEMINI,
          OpenAiDialect.NAME,
          OPENAI,
          OpenAiShape.MISTRAL.name(),
          MISTRAL,
          ResponsesDialect.NAME,
          RESPONSES,
          CohereDialect.NAME,
          COHERE,
          OllamaDialect.NAME,
          OLLAMA,
          KServeDialect.NAME,
          KSERVE,
          AnthropicDialect.NAME,
          ANTHROPIC);

  /// Names that are hints when they stand deeper in a request, or come from no known format.
  private static final Set<String> HINTS = hints();

  private static final Map<String, Json> DEFAULTS =
      Map.ofEntries(
          Map.entry("n", new Json.Num(1)),
          Map.entry("logprobs", new Json.Bool(false)),
          Map.entry("top_logprobs", new Json.Num(0)),
          Map.entry("modalities", Json.parse("[\"text\"]")),
          Map.entry("verbosity", new Json.Str("medium")),
          Map.entry("detail", new Json.Str("auto")),
          Map.entry("logit_bias", Json.object()),
          Map.entry("safety_mode", new Json.Str("CONTEXTUAL")),
          Map.entry("annotations", Json.parse("[]")),
          Map.entry("background", new Json.Bool(false)),
          Map.entry("truncation", new Json.Str("disabled")),
          Map.entry("caller", Json.object("type", new Json.Str("direct"))),
          Map.entry("candidateCount", new Json.Num(1)),
          Map.entry("responseLogprobs", new Json.Bool(false)),
          Map.entry("responseModalities", Json.parse("[\"TEXT\"]")),
          Map.entry("thinkingBudget", new Json.Num(-1)));

  /// Asks for a form of reasoning that only its own provider can read; nobody else misses it.
  private static final Json ENCRYPTED_REASONING = Json.parse("[\"reasoning.encrypted_content\"]");

  private static Map<String, Disposition> table(String mapped, String hints, String meanings) {
    Map<String, Disposition> table = new TreeMap<>();
    words(mapped).forEach(name -> table.put(name, MAPPED));
    words(hints).forEach(name -> table.put(name, HINT));
    words(meanings).forEach(name -> table.put(name, MEANING));
    return Collections.unmodifiableMap(table);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static Set<String> hints() {
    Set<String> hints =
        new HashSet<>(
            Set.of(
                "name",
                "citations",
                "phase",
                "summary",
                "generate_summary",
                "mimeType",
                "includeThoughts",
                "cachePoint"));
    for (Map<String, Disposition> table : TABLES.values()) {
      table.forEach((name, what) -> {
        if (what == HINT) {
          hints.add(name);
        }
      });
    }
    return Set.copyOf(hints);
  }

  /// Every field that a request of a format can have at its top.
  static Map<String, Disposition> table(String dialect) {
    return TABLES.getOrDefault(dialect, Map.of());
  }

  /// Fields of a format that have no canonical form.
  static Set<String> fields(String dialect) {
    return table(dialect).entrySet().stream()
        .filter(field -> field.getValue() != MAPPED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Fields that are known to belong to other formats than this one.
  static Set<String> foreign(String dialect) {
    Set<String> foreign = new HashSet<>();
    TABLES.keySet().forEach(other -> foreign.addAll(fields(other)));
    foreign.removeAll(fields(dialect));
    return Set.copyOf(foreign);
  }

  /// What to do with a field that the target has no place for.
  ///
  /// @param dialect the format it came from, or none
  /// @param path of the field in the body it came from; of a nested one only the name counts
  static Disposition of(String dialect, String path, Json value) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    if (value.equals(DEFAULTS.get(name))) {
      return NEUTRAL;
    }
    if (path.equals("include") && value.equals(ENCRYPTED_REASONING)) {
      return HINT;
    }
    return table(dialect).getOrDefault(path, HINTS.contains(name) ? HINT : MEANING);
  }
}
