package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Vendor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The reference page of the models: those of their makers, which are the ones people look up; of
/// hosts only how many there are.
final class ModelsPage {
  private ModelsPage() {}

  static String of(ModelCatalog catalog) {
    Instant now = catalog.date().atStartOfDay(ZoneOffset.UTC).toInstant();
    Map<String, List<CatalogModel>> byVendor =
        catalog.models().stream().collect(Collectors.groupingBy(CatalogModel::vendor));
    StringBuilder page = new StringBuilder(head(catalog));
    vendors(page, catalog, byVendor);
    for (Vendor vendor : catalog.vendors()) {
      List<CatalogModel> models = byVendor.getOrDefault(vendor.name(), List.of());
      if (vendor.kind() == Vendor.Kind.HOST || models.isEmpty()) continue;
      page.append("\n## ")
          .append(vendor.title())
          .append(" (`")
          .append(vendor.name())
          .append("`)\n\n");
      page.append(
          "| model | for | context | output | in | out | cached in | takes and does | retires |\n");
      page.append("|---|---|---|---|---|---|---|---|---|\n");
      models.forEach(model -> page.append(row(model, now)));
    }
    return page.toString();
  }

  private static String head(ModelCatalog catalog) {
    return """
    # Models

    The models that Fairway knows without being told, as of %s: %d models of %d vendors. `fairway models` prints them all, `inference/catalog/README.md` says where the facts come from.

    Prices are US dollars for a million tokens, on that day, for a short prompt. *unknown* means that no source states it; nothing is ever taken as 0 because it is unknown. A `+` marks a higher price for long prompts, a `*` a higher price at some hours.

    """
        .formatted(catalog.date(), catalog.models().size(), catalog.vendors().size());
  }

  private static void vendors(
      StringBuilder page, ModelCatalog catalog, Map<String, List<CatalogModel>> models) {
    page.append("## Vendors\n\n| vendor | name | wire format | address | usual key | models |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (Vendor vendor : catalog.vendors()) {
      page.append(
          "| %s | `%s` | %s | %s | %s | %d |\n"
              .formatted(
                  vendor.title(),
                  vendor.name(),
                  vendor.dialect(),
                  vendor.baseUrl() == null ? "yours" : vendor.baseUrl(),
                  vendor.keyVariable() == null ? "" : "`" + vendor.keyVariable() + "`",
                  models.getOrDefault(vendor.name(), List.of()).size()));
    }
  }

  private static String row(CatalogModel model, Instant now) {
    Optional<Price> price = model.prices().at(now);
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            "`" + model.name() + "`",
            model.task().name().toLowerCase(Locale.ROOT),
            shown(model.contextTokens()),
            shown(model.maxOutputTokens()),
            shown(price, Rates::input) + price.map(ModelsPage::marks).orElse(""),
            shown(price, Rates::output),
            shown(price, Rates::cacheRead),
            model.can().stream()
                .filter(one -> one != Capability.STREAMING)
                .sorted()
                .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", ")),
            model.retires() == null ? "" : model.retires());
  }

  private static String marks(Price price) {
    return (price.tiers().isEmpty() ? "" : " +") + (price.peak() == null ? "" : " *");
  }

  private static String shown(@Nullable Integer tokens) {
    return tokens == null ? "" : String.format(Locale.ROOT, "%,d", tokens);
  }

  private static String shown(Optional<Price> price, Function<Rates, @Nullable Long> rate) {
    Long pico = price.isPresent() ? rate.apply(price.get().base()) : null;
    return pico == null ? "unknown" : Rates.perMillionTokens(pico).toPlainString();
  }
}
