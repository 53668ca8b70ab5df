package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.fields;
import static dev.fairway.inference.catalog.maker.Values.items;
import static dev.fairway.inference.catalog.maker.Values.number;
import static dev.fairway.inference.catalog.maker.Values.pico;
import static dev.fairway.inference.catalog.maker.Values.text;
import static dev.fairway.inference.catalog.maker.Values.texts;

import dev.fairway.inference.catalog.PeakHours;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Tier;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The package model-prices: a JSON file with every price a maker's model has had.
final class ModelPrices {
  static final String SOURCE = "model-prices";

  private final Json snapshot;

  ModelPrices(String json) {
    snapshot = Json.parse(json);
  }

  Collection<String> names(@Nullable String provider) {
    return provider == null ? List.of() : models(provider).keySet();
  }

  /// deprecated, removed, or null.
  @Nullable String status(@Nullable String provider, String name) {
    return provider == null
        ? null
        : text(new Json.Obj(fields(fields(snapshot).get("status"), provider)), name);
  }

  /// The standard prices of a model. Those of a model that costs less at some hours are left out,
  /// and so is the output price of one that charges thinking otherwise: no single number is right.
  Optional<Stated> prices(@Nullable String provider, String name) {
    if (provider == null || isCheaperAtTimes(provider, name)) return Optional.empty();
    Json model = models(provider).get(name);
    if (model == null) return Optional.empty();
    PriceTimeline timeline = new PriceTimeline(SOURCE);
    boolean oneOutput = !fields(model).containsKey("thinking");
    for (Json period : items(model, "standard")) {
      Json rates = fields(period).get("rates");
      String start = text(period, "start");
      if (rates instanceof Json.Obj) {
        timeline.add(start, rates(rates, rates, oneOutput), tiers(rates, oneOutput), Map.of());
      } else if (start != null) {
        timeline.end(start);
      }
    }
    for (Json schedule : schedules(provider)) addPeaks(timeline, schedule);
    PriceList prices = timeline.prices();
    return prices.prices().isEmpty() ? Optional.empty() : Optional.of(new Stated(prices, true));
  }

  private Map<String, Json> models(String provider) {
    return fields(fields(snapshot).get("prices"), provider);
  }

  private static List<Tier> tiers(Json rates, boolean oneOutput) {
    return items(rates, "tiers").stream()
        .map(tier -> new Tier(above(tier), rates(tier, rates, oneOutput)))
        .toList();
  }

  private static long above(Json tier) {
    BigDecimal above = number(tier, "above");
    if (above == null) throw new IllegalArgumentException("a tier without limit: " + tier.text());
    return above.longValueExact();
  }

  private static Rates rates(Json rates, Json whole, boolean oneOutput) {
    BigDecimal input = number(rates, "input");
    BigDecimal multiple = number(whole, "cache_write_1h_multiple");
    return new Rates(
        pico(input),
        oneOutput ? pico(number(rates, "output")) : null,
        pico(number(rates, "cache_read")),
        pico(number(rates, "cache_write")),
        number(rates, "cache_write") == null ? null : pico(product(input, multiple)),
        null);
  }

  private static @Nullable BigDecimal product(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a == null || b == null ? null : a.multiply(b);
  }

  private List<Json> schedules(String provider) {
    return items(fields(snapshot).get("schedules"), "schedule").stream()
        .filter(schedule -> provider.equals(text(schedule, "provider")))
        .toList();
  }

  private boolean isCheaperAtTimes(String provider, String name) {
    return schedules(provider).stream()
        .anyMatch(schedule ->
            text(schedule, "valid_until") == null
                && fields(schedule, "off_peak_multiplier").containsKey(name));
  }

  private void addPeaks(PriceTimeline timeline, Json schedule) {
    BigDecimal times = number(schedule, "peak_multiplier");
    if (times == null) return;
    Json holidays =
        fields(fields(snapshot).get("schedules"), "holidays").get(text(schedule, "holidays"));
    BigDecimal offset = number(holidays, "utc_offset_hours");
    PeakHours peak =
        new PeakHours(
            times.intValueExact(),
            items(schedule, "peak_hours_utc").stream().map(ModelPrices::window).toList(),
            Boolean.TRUE.equals(Values.flag(schedule, "weekdays_only")),
            texts(holidays, "dates").stream().map(LocalDate::parse).collect(Collectors.toSet()),
            ZoneOffset.ofHours(offset == null ? 0 : offset.intValueExact()));
    timeline.peakFrom(LocalDate.parse(("" + text(schedule, "valid_from")).substring(0, 10)), peak);
  }

  private static PeakHours.Window window(Json ends) {
    List<String> times = items(ends).stream().map(time -> ((Json.Str) time).value()).toList();
    return new PeakHours.Window(
        LocalTime.parse(times.getFirst()), LocalTime.parse(times.getLast()));
  }
}
