package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.PeakHours;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Tier;
import dev.fairway.inference.catalog.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects what a source says of one model's prices: of two that begin on one day the later one
/// counts, a period like the one before it is no period, and a period in which nothing is stated
/// ends the one before.
final class PriceTimeline {
  private static final LocalDate ALWAYS = LocalDate.MIN;

  private final String source;
  private final Map<LocalDate, Period> periods = new TreeMap<>();

  private record Period(
      Rates base, List<Tier> tiers, Map<Unit, Long> units, @Nullable PeakHours peak) {
    static final Period NOTHING = new Period(Rates.UNKNOWN, List.of(), Map.of(), null);

    Period orNothing() {
      return saysNothing() ? NOTHING : this;
    }

    boolean saysNothing() {
      return base.equals(Rates.UNKNOWN) && units.isEmpty();
    }
  }

  PriceTimeline(String source) {
    this.source = source;
  }

  void add(@Nullable String from, Rates base, List<Tier> tiers, Map<Unit, Long> units) {
    periods.put(day(from), new Period(base, tiers, units, null));
  }

  void end(String from) {
    periods.put(day(from), Period.NOTHING);
  }

  /// From that day on there are peak hours.
  void peakFrom(LocalDate day, PeakHours peak) {
    Period running = null;
    for (Map.Entry<LocalDate, Period> entry : periods.entrySet()) {
      Period period = entry.getValue();
      if (entry.getKey().isAfter(day)) {
        entry.setValue(new Period(period.base(), period.tiers(), period.units(), peak));
      } else {
        running = period;
      }
    }
    if (running != null && !running.saysNothing()) {
      periods.put(day, new Period(running.base(), running.tiers(), running.units(), peak));
    }
  }

  PriceList prices() {
    List<Price> prices = new ArrayList<>();
    Period last = Period.NOTHING;
    for (Map.Entry<LocalDate, Period> entry : periods.entrySet()) {
      Period period = entry.getValue().orNothing();
      if (period.equals(last)) continue;
      Instant from = instant(entry.getKey());
      if (period.saysNothing()) {
        prices.add(endingAt(prices.removeLast(), from));
      } else {
        prices.add(price(from, period));
      }
      last = period;
    }
    return new PriceList(prices);
  }

  private Price price(@Nullable Instant from, Period period) {
    List<Tier> tiers =
        period.tiers().stream().sorted(Comparator.comparingLong(Tier::above)).toList();
    return new Price(
        "stated", "USD", from, null, period.base(), tiers, period.peak(), period.units(), source);
  }

  private static Price endingAt(Price price, @Nullable Instant until) {
    return new Price(
        price.id(),
        price.currency(),
        price.from(),
        until,
        price.base(),
        price.tiers(),
        price.peak(),
        price.units(),
        price.source());
  }

  private static LocalDate day(@Nullable String text) {
    return text == null ? ALWAYS : LocalDate.parse(text.substring(0, 10));
  }

  private static @Nullable Instant instant(LocalDate day) {
    return day.equals(ALWAYS) ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
