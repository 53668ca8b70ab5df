package dev.fairway.operator.model;

import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelCapabilities;
import dev.fairway.api.v1.ModelLimits;
import dev.fairway.api.v1.ModelSpec;
import dev.fairway.api.v1.Pricing;
import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelOverride;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Task;
import dev.fairway.operator.conditions.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a Model object says, in the words of the catalog.
final class Overrides {
  private static final ModelCapabilities NONE_SAID =
      new ModelCapabilities(null, null, null, null, null, null, null, null, null);

  private Overrides() {}

  /// @param known what is known of the model without the object
  /// @throws Refusal naming the field of the Model that makes no sense
  static ModelOverride of(Model model, CatalogModel known) {
    ModelSpec spec = model.getSpec();
    ModelCapabilities said = spec.capabilities() == null ? NONE_SAID : spec.capabilities();
    ModelLimits limits = spec.limits() == null ? new ModelLimits(null, null) : spec.limits();
    Map<Capability, Boolean> capabilities = capabilities(said);
    return new ModelOverride(
        known.vendor(),
        known.name(),
        task(said),
        those(capabilities, true),
        those(capabilities, false),
        said.sampling(),
        window(limits.contextTokens()),
        limits.maxOutputTokens(),
        List.of(),
        spec.deprecated() ? Boolean.TRUE : null,
        prices(model));
  }

  private static @Nullable Task task(ModelCapabilities said) {
    if (Boolean.TRUE.equals(said.chat())) return Task.CHAT;
    return Boolean.TRUE.equals(said.embeddings()) ? Task.EMBEDDINGS : null;
  }

  private static Map<Capability, Boolean> capabilities(ModelCapabilities said) {
    Map<Capability, Boolean> all = new EnumMap<>(Capability.class);
    putKnown(all, Capability.TOOLS, said.tools());
    putKnown(all, Capability.IMAGES, said.images());
    putKnown(all, Capability.DOCUMENTS, said.documents());
    putKnown(all, Capability.AUDIO, said.audio());
    putKnown(all, Capability.STRUCTURED_OUTPUT, said.jsonSchema());
    putKnown(all, Capability.REASONING, said.reasoning());
    return all;
  }

  private static void putKnown(
      Map<Capability, Boolean> all, Capability capability, @Nullable Boolean can) {
    if (can != null) all.put(capability, can);
  }

  private static Set<Capability> those(Map<Capability, Boolean> capabilities, boolean can) {
    return capabilities.entrySet().stream()
        .filter(entry -> entry.getValue() == can)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable Integer window(@Nullable Long tokens) {
    return tokens == null ? null : Integer.valueOf((int) Math.min(tokens, Integer.MAX_VALUE));
  }

  private static PriceList prices(Model model) {
    List<Price> prices = new ArrayList<>();
    for (Pricing pricing : model.getSpec().pricing()) {
      prices.add(price(model, "spec.pricing[" + prices.size() + "]", pricing));
    }
    try {
      return new PriceList(prices);
    } catch (IllegalArgumentException e) {
      throw wrong("spec.pricing", e);
    }
  }

  private static Price price(Model model, String path, Pricing pricing) {
    Long input = pico(path + ".inputPerMillion", pricing.inputPerMillion());
    Long output = pico(path + ".outputPerMillion", pricing.outputPerMillion());
    Long read = pico(path + ".cachedInputPerMillion", pricing.cachedInputPerMillion());
    Long write = pico(path + ".cacheWritePerMillion", pricing.cacheWritePerMillion());
    if (input == null && output == null && read == null && write == null) {
      throw new Refusal("InvalidPricing", path + ": states no price");
    }
    String source =
        "Model %s/%s".formatted(model.getMetadata().getNamespace(), ModelObjects.name(model));
    String id = pricing.validFrom() == null ? source : source + "@" + pricing.validFrom();
    Rates rates = new Rates(input, output, read, write, write, null);
    return Price.of(id, pricing.currency(), pricing.validFrom(), rates, source);
  }

  private static @Nullable Long pico(String path, @Nullable String amount) {
    try {
      return amount == null ? null : Long.valueOf(Rates.pico(new BigDecimal(amount)));
    } catch (IllegalArgumentException e) {
      throw wrong(path, e);
    }
  }

  private static Refusal wrong(String path, IllegalArgumentException e) {
    return new Refusal("InvalidPricing", path + ": " + e.getMessage());
  }
}
