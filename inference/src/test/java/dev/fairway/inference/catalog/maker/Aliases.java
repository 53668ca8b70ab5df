package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Joins a model and its dated snapshots into one entry with aliases, where nothing that is known
/// tells them apart.
final class Aliases {
  private static final Pattern SNAPSHOT =
      Pattern.compile("(?:-\\d{8}|-\\d{4}-\\d{2}-\\d{2}|@\\d{8}|-latest)$");

  private Aliases() {}

  /// @param models of one vendor
  static List<CatalogModel> joined(Collection<CatalogModel> models, Instant now) {
    Map<String, CatalogModel> byName = new TreeMap<>();
    models.forEach(model -> byName.put(model.name(), model));
    Map<String, List<String>> aliases = new TreeMap<>();
    for (CatalogModel model : models) {
      String stem = SNAPSHOT.matcher(model.name()).replaceFirst("");
      CatalogModel base = stem.equals(model.name()) ? null : byName.get(stem);
      if (base != null && isSame(base, model, now)) {
        aliases.computeIfAbsent(base.name(), _ -> new ArrayList<>()).add(model.name());
        byName.remove(model.name());
      }
    }
    return byName.values().stream()
        .map(model -> withAliases(model, aliases.getOrDefault(model.name(), List.of())))
        .toList();
  }

  private static boolean isSame(CatalogModel base, CatalogModel snapshot, Instant now) {
    return base.task() == snapshot.task()
        && agree(base.contextTokens(), snapshot.contextTokens())
        && agree(base.maxOutputTokens(), snapshot.maxOutputTokens())
        && agree(base.retires(), snapshot.retires())
        && agree(base.sampling(), snapshot.sampling())
        && price(base, now).equals(price(snapshot, now));
  }

  private static boolean agree(@Nullable Object one, @Nullable Object other) {
    return one == null || other == null || Objects.equals(one, other);
  }

  private static Optional<List<Object>> price(CatalogModel model, Instant now) {
    return model.prices().at(now).map(Aliases::amounts);
  }

  private static List<Object> amounts(Price price) {
    return List.of(price.base(), price.tiers());
  }

  private static CatalogModel withAliases(CatalogModel model, List<String> aliases) {
    return new CatalogModel(
        model.vendor(),
        model.name(),
        model.title(),
        model.task(),
        model.can(),
        model.cannot(),
        model.thinking(),
        model.sampling(),
        model.contextTokens(),
        model.maxOutputTokens(),
        model.dimensions(),
        aliases.stream().sorted().toList(),
        model.released(),
        model.deprecated(),
        model.retires(),
        model.successor(),
        model.prices());
  }
}
