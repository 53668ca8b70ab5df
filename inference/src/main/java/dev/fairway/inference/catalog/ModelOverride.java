package dev.fairway.inference.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a Model resource says of a model: it changes an entry of the catalog, or adds one. Null
/// leaves what is there, and so does a capability that stands in neither set.
///
/// @param can what the model can do, whatever the catalog says
/// @param cannot what it cannot do, likewise
/// @param prices hold from the first one's beginning on; until then the catalog's do
/// @param aliases added to those that are there
public record ModelOverride(
    String vendor,
    String name,
    @Nullable Task task,
    Set<Capability> can,
    Set<Capability> cannot,
    @Nullable Boolean sampling,
    @Nullable Integer contextTokens,
    @Nullable Integer maxOutputTokens,
    List<String> aliases,
    @Nullable Boolean deprecated,
    PriceList prices) {
  public ModelOverride {
    can = Set.copyOf(can);
    cannot = Set.copyOf(cannot);
    aliases = List.copyOf(aliases);
  }

  /// Of prices only.
  public static ModelOverride prices(String vendor, String name, PriceList prices) {
    return new ModelOverride(
        vendor, name, null, Set.of(), Set.of(), null, null, null, List.of(), null, prices);
  }

  /// The entry with these changes.
  public CatalogModel on(CatalogModel model) {
    return new CatalogModel(
        vendor,
        name,
        model.title(),
        task == null ? model.task() : task,
        changed(model.can(), can, cannot),
        changed(model.cannot(), cannot, can),
        model.thinking(),
        sampling == null ? model.sampling() : sampling,
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

  private static Set<Capability> changed(
      Set<Capability> known, Set<Capability> added, Set<Capability> removed) {
    Set<Capability> changed = new HashSet<>(known);
    changed.removeAll(removed);
    changed.addAll(added);
    return changed;
  }
}
