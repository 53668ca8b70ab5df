package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.fields;
import static dev.fairway.inference.catalog.maker.Values.number;
import static dev.fairway.inference.catalog.maker.Values.text;

import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The map in the package litellm: one JSON object of models, most names with their provider in
/// front. Only facts are taken from it; its prices serve to check those of others.
final class LiteLlm {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private static final Set<String> MODES =
      Set.of(
          "chat",
          "responses",
          "completion",
          "embedding",
          "rerank",
          "image_generation",
          "image_edit",
          "video_generation",
          "audio_speech",
          "audio_transcription",
          "realtime",
          "moderation",
          "ocr");

  private final Map<String, Map<String, Json>> byProvider = new TreeMap<>();

  LiteLlm(String json) {
    fields(Json.parse(json))
        .forEach((name, entry) -> {
          String provider = text(entry, "litellm_provider");
          if (provider == null || name.startsWith("ft:") || !isModel(entry)) return;
          byProvider
              .computeIfAbsent(provider, _ -> new TreeMap<>())
              .put(bare(name, provider), entry);
        });
  }

  /// It also lists searches, containers and other things that answer no model calls.
  private static boolean isModel(Json entry) {
    String mode = text(entry, "mode");
    return mode != null && MODES.contains(mode);
  }

  private static String bare(String name, String provider) {
    return name.startsWith(provider + "/") ? name.substring(provider.length() + 1) : name;
  }

  Set<String> names(List<String> providers) {
    Set<String> names = new TreeSet<>();
    providers.forEach(provider -> names.addAll(of(provider).keySet()));
    return names;
  }

  @Nullable Json model(List<String> providers, String name) {
    for (String provider : providers) {
      Json entry = of(provider).get(name);
      if (entry != null) return entry;
    }
    return null;
  }

  private Map<String, Json> of(String provider) {
    return byProvider.getOrDefault(provider, Map.of());
  }

  /// Whether its prices of input and output differ from these; false when it has none.
  static boolean contradicts(@Nullable Json entry, Rates rates) {
    return differs(number(entry, "input_cost_per_token"), rates.input())
        || differs(number(entry, "output_cost_per_token"), rates.output());
  }

  static boolean hasPrices(@Nullable Json entry) {
    return number(entry, "input_cost_per_token") != null;
  }

  private static boolean differs(@Nullable BigDecimal perToken, @Nullable Long pico) {
    if (perToken == null || pico == null) return false;
    return perToken.multiply(MILLION).compareTo(Rates.perMillionTokens(pico)) != 0;
  }
}
