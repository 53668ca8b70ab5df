package dev.fairway.testing.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What providers say about their limits in the headers of an answer. The figures never change.
final class RateLimits {
  private RateLimits() {}

  static Map<String, String> headers(Vendor vendor, Instant now) {
    return switch (vendor) {
      case OPENAI, AZURE_OPENAI -> openAi();
      case ANTHROPIC -> anthropic(now.plusSeconds(1).toString());
      case MISTRAL ->
          Map.of(
              "x-ratelimit-limit-tokens-minute", "500000",
              "x-ratelimit-remaining-tokens-minute", "499000",
              "x-ratelimit-limit-req-minute", "60",
              "x-ratelimit-remaining-req-minute", "59");
      case GEMINI, BEDROCK, COHERE, OLLAMA, KSERVE -> Map.of();
    };
  }

  private static Map<String, String> openAi() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-ratelimit-limit-requests", "1000");
    headers.put("x-ratelimit-limit-tokens", "500000");
    headers.put("x-ratelimit-remaining-requests", "999");
    headers.put("x-ratelimit-remaining-tokens", "499000");
    headers.put("x-ratelimit-reset-requests", "60ms");
    headers.put("x-ratelimit-reset-tokens", "1s");
    return headers;
  }

  private static Map<String, String> anthropic(String reset) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String kind : new String[] {"requests", "tokens", "input-tokens", "output-tokens"}) {
      boolean requests = kind.equals("requests");
      headers.put("anthropic-ratelimit-" + kind + "-limit", requests ? "1000" : "500000");
      headers.put("anthropic-ratelimit-" + kind + "-remaining", requests ? "999" : "499000");
      headers.put("anthropic-ratelimit-" + kind + "-reset", reset);
    }
    return headers;
  }
}
