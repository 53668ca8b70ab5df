package dev.fairway.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
  private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2020-01-01T00:00:00Z, first",
    "2026-02-28T23:59:59.999Z, first",
    "2026-03-01T00:00:00Z, second",
    "2026-05-31T23:59:59.999Z, second",
    "2026-06-01T00:00:00Z, third",
    "2099-01-01T00:00:00Z, third",
  })
  void aPriceHoldsFromItsDayUntilTheNext(Instant at, String id) {
    PriceList prices =
        PriceList.of(price("third", JUNE), price("first", null), price("second", MARCH));

    assertThat(prices.at(at)).map(Price::id).contains(id);
  }

  @Test
  void beforeTheFirstPriceNoneIsKnown() {
    PriceList prices = PriceList.of(price("first", MARCH));

    assertThat(prices.at(MARCH.minusMillis(1))).isEmpty();
    assertThat(prices.cost(Usage.of(1, 1), MARCH.minusMillis(1))).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void aPriceThatEndsLeavesAGap() {
    Price ending =
        new Price("first", "USD", MARCH, JUNE, Rates.of(1, 1), List.of(), null, Map.of(), "test");
    PriceList prices = PriceList.of(ending, price("second", SEPTEMBER));

    assertThat(prices.at(JUNE.minusMillis(1))).isPresent();
    assertThat(prices.at(JUNE)).isEmpty();
    assertThat(prices.at(SEPTEMBER)).map(Price::id).contains("second");
  }

  @Test
  void unknownPricesCostAnUnknownAmount() {
    assertThat(PriceList.UNKNOWN.cost(Usage.of(1, 1), JUNE))
        .isInstanceOfSatisfying(
            Cost.Unknown.class, unknown -> assertThat(unknown.reason()).contains("no price"));
  }

  @Test
  void otherPricesTakeOverOnTheirFirstDay() {
    PriceList listed = PriceList.of(price("first", null), price("later", SEPTEMBER));
    PriceList agreed = PriceList.of(price("agreed", JUNE));

    PriceList both = listed.until(agreed);

    assertThat(both.at(JUNE.minusMillis(1))).map(Price::id).contains("first");
    assertThat(both.at(JUNE)).map(Price::id).contains("agreed");
    assertThat(both.at(SEPTEMBER)).map(Price::id).contains("agreed");
  }

  @Test
  void pricesWithoutABeginningReplaceAll() {
    PriceList listed = PriceList.of(price("first", null), price("later", SEPTEMBER));

    assertThat(listed.until(PriceList.of(price("agreed", null))).prices())
        .extracting(Price::id)
        .containsExactly("agreed");
    assertThat(listed.until(PriceList.UNKNOWN)).isEqualTo(listed);
  }

  @Test
  void twoPricesCannotBeginTogether() {
    assertThatThrownBy(() -> PriceList.of(price("one", JUNE), price("other", JUNE)))
        .hasMessageContaining("two prices begin at 2026-06-01");
  }

  private static Price price(String id, @Nullable Instant from) {
    return Price.of(id, "USD", from, Rates.of(1, 1), "test");
  }
}
