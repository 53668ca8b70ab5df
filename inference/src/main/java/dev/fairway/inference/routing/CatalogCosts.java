package dev.fairway.inference.routing;

import dev.fairway.inference.catalog.Cost;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.chat.Usage;
import java.time.InstantSource;
import java.util.Map;

/// Estimates by the catalog's prices of the moment. Prices in another currency than the route's are
/// unknown: amounts are compared, never converted.
///
/// @param prices of targets by their id; one that is absent is unknown
/// @param currency ISO 4217 code of the route's amounts
public record CatalogCosts(Map<String, PriceList> prices, String currency, InstantSource clock)
    implements CostEstimate {
  public CatalogCosts {
    prices = Map.copyOf(prices);
  }

  @Override
  public long nanos(Target target, long inputTokens, long outputTokens) {
    PriceList known = prices.getOrDefault(target.id(), PriceList.UNKNOWN);
    Usage estimate =
        new Usage(inputTokens, null, null, null, outputTokens, 0L, Usage.Source.ESTIMATED);
    return switch (known.cost(estimate, clock.instant())) {
      case Cost.Known(var money, _) -> money.currency().equals(currency) ? money.nano() : UNKNOWN;
      case Cost.Unknown _ -> UNKNOWN;
    };
  }
}
