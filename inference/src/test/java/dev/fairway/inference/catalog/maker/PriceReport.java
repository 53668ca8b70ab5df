package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.Rates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a new catalog changes, for the person who reviews it.
final class PriceReport {
  private PriceReport() {}

  /// @param now the moment whose prices are compared
  static String of(ModelCatalog before, ModelCatalog after, List<String> doubts, Instant now) {
    Map<String, CatalogModel> old = byId(before.models());
    Map<String, CatalogModel> fresh = byId(after.models());
    StringBuilder report = new StringBuilder();
    section(report, "added", minus(fresh, old), now);
    section(report, "removed", minus(old, fresh), now);
    List<String> changes = new ArrayList<>();
    fresh.forEach((id, model) -> {
      CatalogModel other = old.get(id);
      if (other == null) return;
      String was = shown(other, now);
      String is = shown(model, now);
      if (!was.equals(is)) changes.add("%s: %s -> %s".formatted(id, was, is));
    });
    section(report, "changed price", changes);
    section(report, "doubtful", doubts);
    return report.isEmpty() ? "nothing changed\n" : report.toString();
  }

  private static Map<String, CatalogModel> byId(Collection<CatalogModel> models) {
    return models.stream()
        .collect(
            Collectors.toMap(CatalogModel::id, Function.identity(), (one, _) -> one, TreeMap::new));
  }

  private static List<CatalogModel> minus(
      Map<String, CatalogModel> some, Map<String, CatalogModel> others) {
    return some.values().stream().filter(model -> !others.containsKey(model.id())).toList();
  }

  private static void section(
      StringBuilder report, String title, List<CatalogModel> models, Instant now) {
    section(
        report,
        title,
        models.stream().map(model -> model.id() + ": " + shown(model, now)).toList());
  }

  private static void section(StringBuilder report, String title, List<String> lines) {
    if (lines.isEmpty()) return;
    report.append(title).append(" (").append(lines.size()).append(")\n");
    lines.forEach(line -> report.append("  ").append(line).append('\n'));
  }

  private static String shown(CatalogModel model, Instant now) {
    Optional<Price> price = model.prices().at(now);
    if (price.isEmpty()) return "price unknown";
    String tiers =
        price.get().tiers().stream()
            .map(tier -> ", above %d tokens %s".formatted(tier.above(), shown(tier.rates())))
            .collect(Collectors.joining());
    return shown(price.get().base()) + tiers;
  }

  static String shown(Rates rates) {
    return "%s in, %s out, %s cached"
        .formatted(shown(rates.input()), shown(rates.output()), shown(rates.cacheRead()));
  }

  private static String shown(@Nullable Long pico) {
    return pico == null ? "unknown" : Rates.perMillionTokens(pico).toPlainString();
  }
}
