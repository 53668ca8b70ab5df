package dev.fairway.inference.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogCostsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
  private static final Target TARGET = Simulation.target("a");

  @Test
  void tokensCostWhatTheCatalogSaysOfTheMoment() {
    PriceList prices =
        PriceList.of(price("USD", null, "2.50", "10"), price("USD", NOW.plusSeconds(60), "1", "4"));
    assertThat(costs(prices, NOW).nanos(TARGET, 1_000_000, 0)).isEqualTo(2_500_000_000L);
    assertThat(costs(prices, NOW).nanos(TARGET, 100, 10)).isEqualTo(350_000);
    assertThat(costs(prices, NOW.plusSeconds(61)).nanos(TARGET, 1_000_000, 0))
        .isEqualTo(1_000_000_000L);
  }

  @Test
  void anUnknownPriceIsUnknown() {
    assertThat(costs(PriceList.UNKNOWN, NOW).nanos(TARGET, 1, 1)).isEqualTo(CostEstimate.UNKNOWN);
    assertThat(costs(PriceList.UNKNOWN, NOW).nanos(Simulation.target("not in the table"), 1, 1))
        .isEqualTo(CostEstimate.UNKNOWN);
  }

  @Test
  void anotherCurrencyIsUnknown() {
    PriceList euros = PriceList.of(price("EUR", null, "1", "1"));
    assertThat(costs(euros, NOW).nanos(TARGET, 1, 1)).isEqualTo(CostEstimate.UNKNOWN);
  }

  private static Price price(String currency, @Nullable Instant from, String in, String out) {
    return Price.of(
        "p",
        currency,
        from,
        Rates.of(Rates.pico(new BigDecimal(in)), Rates.pico(new BigDecimal(out))),
        "test");
  }

  private static CatalogCosts costs(PriceList prices, Instant now) {
    return new CatalogCosts(Map.of("a", prices), "USD", InstantSource.fixed(now));
  }
}
