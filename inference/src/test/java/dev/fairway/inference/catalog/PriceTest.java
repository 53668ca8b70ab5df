package dev.fairway.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.catalog.PeakHours.Window;
import dev.fairway.inference.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  /// 3 and 15 for a million, 0.30 from the cache, 3.75 and 6 into it.
  private static final Rates RATES =
      new Rates(3_000_000L, 15_000_000L, 300_000L, 3_750_000L, 6_000_000L, null);

  @ParameterizedTest
  @CsvSource({
    // input, cached, written 5m, written 1h, output, cost in nano dollars worked out by hand
    "1000000, 0, 0, 0, 0, 3000000000",
    "0, 0, 0, 0, 1000000, 15000000000",
    "1, 0, 0, 0, 1, 18000",
    "12000, 180000, 0, 0, 900, 103500000",
    "100, 200, 300, 400, 500, 11385000",
    "0, 0, 0, 0, 0, 0",
  })
  void costsTheSumOfItsTokens(
      long input, long cached, long written, long writtenLong, long output, long nano) {
    Usage usage =
        new Usage(input, cached, written, writtenLong, output, null, Usage.Source.REPORTED);

    assertThat(price(RATES).cost(usage, NOON))
        .isEqualTo(new Cost.Known(new Money(nano, "USD"), "v/m"));
  }

  @ParameterizedTest
  @CsvSource({"499, 0", "500, 1", "1499, 1", "1500, 2", "1501, 2"})
  void roundsHalfUpToNanoUnits(long pico, long nano) {
    assertThat(price(Rates.of(pico, 0)).cost(Usage.of(1, 0), NOON)).isEqualTo(known(nano));
  }

  @Test
  void roundsOnceAndNotEachPart() {
    Rates quarterNano = new Rates(400L, 400L, 400L, null, null, null);
    Usage usage = new Usage(1L, 1L, null, null, 1L, null, Usage.Source.REPORTED);

    assertThat(price(quarterNano).cost(usage, NOON)).isEqualTo(known(1));
  }

  @Test
  void keepsSmallPricesExact() {
    Rates tiny = Rates.of(Rates.pico(new BigDecimal("0.0375")), 0);

    assertThat(tiny.input()).isEqualTo(37_500);
    assertThat(price(tiny).cost(Usage.of(1_000_000, 0), NOON)).isEqualTo(known(37_500_000));
  }

  @ParameterizedTest
  @CsvSource({"200000, 200000000", "200001, 400002000"})
  void aTierHoldsForAllTokensOfALongPrompt(long input, long nano) {
    assertThat(tiered().cost(Usage.of(input, 0), NOON)).isEqualTo(known(nano));
  }

  @Test
  void cachedInputCountsTowardsTheTier() {
    Usage usage = new Usage(1L, 200_000L, null, null, 0L, null, Usage.Source.REPORTED);

    assertThat(tiered().cost(usage, NOON)).isEqualTo(known(2_000 + 200_000 * 200));
  }

  private static Price tiered() {
    Rates base = new Rates(1_000_000L, 1_000_000L, 100_000L, null, null, null);
    Rates above = new Rates(2_000_000L, 2_000_000L, 200_000L, null, null, null);
    return new Price(
        "v/m", "USD", null, null, base, List.of(new Tier(200_000, above)), null, Map.of(), "test");
  }

  @Test
  void reasoningMayHaveAPriceOfItsOwn() {
    Rates rates = new Rates(0L, 1_000_000L, null, null, null, 3_000_000L);
    Usage usage = new Usage(5L, null, null, null, 10L, 4L, Usage.Source.REPORTED);

    assertThat(price(rates).cost(usage, NOON)).isEqualTo(known(6 * 1_000 + 4 * 3_000));
  }

  @Test
  void everyCallMayHaveAFee() {
    Price price =
        new Price(
            "v/m",
            "USD",
            null,
            null,
            Rates.of(1_000, 0),
            List.of(),
            null,
            Map.of(Unit.REQUEST, 5_000_000L),
            "test");

    assertThat(price.cost(Usage.of(1, 1), NOON)).isEqualTo(known(5_000_001));
  }

  @ParameterizedTest
  @CsvSource({
    // Tuesday
    "2026-11-24T00:59:59Z, 1",
    "2026-11-24T01:00:00Z, 2",
    "2026-11-24T03:59:59Z, 2",
    "2026-11-24T04:00:00Z, 1",
    // Saturday
    "2026-11-28T02:00:00Z, 1",
    // a holiday in the vendor's country, and the day after there
    "2026-11-25T02:00:00Z, 1",
    "2026-11-26T02:00:00Z, 2",
  })
  void peakHoursCostAMultiple(Instant at, long nano) {
    PeakHours peak =
        new PeakHours(
            2,
            List.of(new Window(LocalTime.of(1, 0), LocalTime.of(4, 0))),
            true,
            Set.of(LocalDate.of(2026, 11, 25)),
            ZoneOffset.ofHours(8));
    Price price =
        new Price("v/m", "USD", null, null, Rates.of(1_000, 0), List.of(), peak, Map.of(), "test");

    assertThat(price.cost(Usage.of(1, 1), at)).isEqualTo(known(nano));
  }

  @Test
  void whatIsNotKnownMakesTheCostUnknown() {
    assertUnknown(RATES, Usage.UNKNOWN, "input tokens were not reported");
    assertThat(tiered().cost(Usage.UNKNOWN, NOON)).isInstanceOf(Cost.Unknown.class);
    assertUnknown(RATES, usage(1L, null, null, null), "output tokens were not reported");
    assertUnknown(Rates.of(1, 1), usage(1L, 7L, null, 1L), "no price of cached input");
    assertUnknown(Rates.of(1, 1), usage(1L, null, 7L, 1L), "no price of cache writes");
    assertUnknown(new Rates(1L, null, null, null, null, null), usage(1L, null, null, 1L), "output");
    assertUnknown(Rates.UNKNOWN, Usage.of(1, 1), "no price of input tokens");
    assertUnknown(new Rates(1L, 1L, null, null, null, 2L), Usage.of(1, 1), "not both reported");
  }

  @Test
  void whatCannotBeMakesTheCostUnknown() {
    assertUnknown(RATES, Usage.of(-1, 1), "negative");
    assertUnknown(RATES, Usage.of(1, -1), "negative");
    assertUnknown(RATES, Usage.of(Long.MAX_VALUE, 1), "out of range");
    assertUnknown(RATES, usage(Long.MAX_VALUE, Long.MAX_VALUE, null, 1L), "");
  }

  @Test
  void unreportedCacheCountersAreNoMissingPrice() {
    assertThat(price(Rates.of(1_000_000, 1_000_000)).cost(Usage.of(1, 1), NOON))
        .isEqualTo(known(2_000));
  }

  @Test
  void freeModelsCostNothingWhateverWasCounted() {
    assertThat(Price.free("local/m").cost(usage(3L, null, null, null), NOON))
        .isEqualTo(new Cost.Known(new Money(0, "USD"), "local/m"));
    assertThat(Price.free("local/m").cost(Usage.UNKNOWN, NOON))
        .isEqualTo(new Cost.Known(new Money(0, "USD"), "local/m"));
  }

  @Test
  void aPriceIsNeitherNegativeNorTooFine() {
    assertThatThrownBy(() -> Rates.of(-1, 0)).hasMessageContaining("negative");
    assertThatThrownBy(() -> Rates.pico(new BigDecimal("0.0000001")))
        .hasMessageContaining("six decimals")
        .hasMessageContaining("0.0000001");
  }

  @Test
  void moneyIsShownExactly() {
    assertThat(new Money(420_000, "USD")).hasToString("0.00042 USD");
    assertThat(new Money(3_000_000_000L, "EUR")).hasToString("3 EUR");
    assertThat(new Money(100_000_000_000L, "EUR")).hasToString("100 EUR");
    assertThat(new Money(0, "USD")).hasToString("0 USD");
    assertThat(new Money(1, "USD")).hasToString("0.000000001 USD");
  }

  private static void assertUnknown(Rates rates, Usage usage, String reason) {
    assertThat(price(rates).cost(usage, NOON))
        .isInstanceOfSatisfying(
            Cost.Unknown.class, unknown -> assertThat(unknown.reason()).contains(reason));
  }

  private static Usage usage(
      @Nullable Long input, @Nullable Long cached, @Nullable Long written, @Nullable Long output) {
    return new Usage(input, cached, written, null, output, null, Usage.Source.REPORTED);
  }

  private static Cost known(long nano) {
    return new Cost.Known(new Money(nano, "USD"), "v/m");
  }

  private static Price price(Rates rates) {
    return Price.of("v/m", "USD", null, rates, "test");
  }
}
