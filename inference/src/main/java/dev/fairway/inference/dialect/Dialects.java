package dev.fairway.inference.dialect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The wire formats that exist.
public final class Dialects {
  private static final Map<String, Dialect> ALL = named();

  private Dialects() {}

  /// One of each, by the name that configuration and the catalog use.
  public static Map<String, Dialect> byName() {
    return ALL;
  }

  /// One of each.
  public static List<Dialect> all() {
    return List.copyOf(ALL.values());
  }

  private static Map<String, Dialect> named() {
    Map<String, Dialect> all = new LinkedHashMap<>();
    all.put("openai", OpenAiDialect.standard());
    all.put("openai-compatible", OpenAiDialect.compatible());
    all.put("azure-openai", OpenAiDialect.azure(null));
    all.put("mistral", OpenAiDialect.mistral());
    all.put(ResponsesDialect.NAME, new ResponsesDialect());
    all.put(CohereDialect.NAME, new CohereDialect());
    all.put(OllamaDialect.NAME, new OllamaDialect());
    all.put(KServeDialect.NAME, new KServeDialect());
    all.put("anthropic", AnthropicDialect.version(AnthropicDialect.FIRST_VERSION));
    all.put("anthropic-2026-10-21", AnthropicDialect.version(AnthropicDialect.NEWEST_VERSION));
    all.put("gemini", GeminiDialect.standard());
    all.put("bedrock", BedrockDialect.standard());
    return Collections.unmodifiableMap(all);
  }
}
