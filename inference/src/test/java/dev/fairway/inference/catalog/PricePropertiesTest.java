package dev.fairway.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class PricePropertiesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Property
  void costIsWhatExactDecimalsSay(@ForAll("rates") Rates rates, @ForAll("usages") Usage usage) {
    BigDecimal exact =
        part(usage.inUncached(), rates.input())
            .add(part(usage.inCacheRead(), rates.cacheRead()))
            .add(part(usage.inCacheWrite5m(), rates.cacheWrite5m()))
            .add(part(usage.inCacheWrite1h(), rates.cacheWrite1h()))
            .add(part(usage.out(), rates.output()));

    assertThat(amount(rates, usage)).isEqualByComparingTo(exact.setScale(9, RoundingMode.HALF_UP));
  }

  @Property
  void moreTokensNeverCostLess(
      @ForAll("rates") Rates rates, @ForAll("usages") Usage usage, @ForAll("counts") long more) {
    Usage larger =
        new Usage(
            usage.inUncached(),
            usage.inCacheRead(),
            usage.inCacheWrite5m(),
            usage.inCacheWrite1h(),
            (usage.out() == null ? 0 : usage.out()) + more,
            usage.reasoning(),
            usage.source());

    assertThat(amount(rates, larger)).isGreaterThanOrEqualTo(amount(rates, usage));
  }

  @Property
  void anyUsageHasACostOrAReason(
      @ForAll("rates") Rates rates,
      @ForAll Long input,
      @ForAll Long cached,
      @ForAll Long written,
      @ForAll Long output) {
    Usage usage = new Usage(input, cached, written, null, output, null, Usage.Source.REPORTED);

    switch (Price.of("v/m", "USD", null, rates, "test").cost(usage, NOON)) {
      case Cost.Known known -> assertThat(known.money().nano()).isNotNegative();
      case Cost.Unknown unknown -> assertThat(unknown.reason()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<Rates> rates() {
    Arbitrary<Long> price = Arbitraries.longs().between(0, 1_000_000_000L);
    return Combinators.combine(price, price, price, price, price)
        .as((in, out, read, write, hour) -> new Rates(in, out, read, write, hour, null));
  }

  @Provide
  Arbitrary<Usage> usages() {
    Arbitrary<Long> count = counts();
    return Combinators.combine(count, count, count, count, count)
        .as((in, read, write, hour, out) ->
            new Usage(in, read, write, hour, out, null, Usage.Source.REPORTED));
  }

  @Provide
  Arbitrary<Long> counts() {
    return Arbitraries.longs().between(0, 10_000_000L);
  }

  private static BigDecimal amount(Rates rates, Usage usage) {
    Cost cost = Price.of("v/m", "USD", null, rates, "test").cost(usage, NOON);
    return ((Cost.Known) cost).money().amount();
  }

  /// Dollars: tokens times pico dollars.
  private static BigDecimal part(@Nullable Long count, @Nullable Long pico) {
    if (count == null || pico == null) throw new AssertionError("all are generated");
    return BigDecimal.valueOf(count).multiply(BigDecimal.valueOf(pico)).movePointLeft(12);
  }
}
