package dev.fairway.inference.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a Model resource says of a model: it changes an entry of the catalog, or adds one. Null
/// leaves what is there.
///
/// @param prices hold from the first one's beginning on; until then the catalog's do
/// @param aliases added to those that are there
public record ModelOverride(
    String vendor,
    String name,
    @Nullable Task task,
    @Nullable Set<Capability> can,
    @Nullable Integer contextTokens,
    @Nullable Integer maxOutputTokens,
    List<String> aliases,
    @Nullable Boolean deprecated,
    PriceList prices) {
  public ModelOverride {
    can = can == null ? null : Set.copyOf(can);
    aliases = List.copyOf(aliases);
  }

  /// Of prices only.
  public static ModelOverride prices(String vendor, String name, PriceList prices) {
    return new ModelOverride(vendor, name, null, null, null, null, List.of(), null, prices);
  }

  CatalogModel on(CatalogModel model) {
    return new CatalogModel(
        vendor,
        name,
        model.title(),
        task == null ? model.task() : task,
        can == null ? model.can() : can,
        can == null ? model.cannot() : Set.of(),
        model.thinking(),
        model.sampling(),
        contextTokens == null ? model.contextTokens() : contextTokens,
        maxOutputTokens == null ? model.maxOutputTokens() : maxOutputTokens,
        model.dimensions(),
        Stream.concat(model.aliases().stream(), aliases.stream()).distinct().toList(),
        model.released(),
        deprecated == null ? model.deprecated() : deprecated,
        model.retires(),
        model.successor(),
        model.prices().until(prices));
  }
}
