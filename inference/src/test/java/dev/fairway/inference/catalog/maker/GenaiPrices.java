package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.fields;
import static dev.fairway.inference.catalog.maker.Values.items;
import static dev.fairway.inference.catalog.maker.Values.number;
import static dev.fairway.inference.catalog.maker.Values.text;

import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Tier;
import dev.fairway.inference.catalog.Unit;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The package genai-prices: a Python file of providers, each with models that say which names they
/// match.
final class GenaiPrices {
  static final String SOURCE = "genai-prices";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private final Map<String, Json> providers;

  GenaiPrices(String python) {
    providers =
        items(PythonLiteral.assigned(python, "providers: list[Provider] =")).stream()
            .collect(Collectors.toMap(provider -> "" + text(provider, "id"), one -> one));
  }

  /// The entry of a model, if one matches its name.
  @Nullable Json model(@Nullable String provider, String name) {
    return first(provider, match -> matches(match, name.toLowerCase(Locale.ROOT)));
  }

  /// The prices of a model. Nothing when they depend on the time of day, which this source cannot
  /// tell apart by weekday.
  Optional<Stated> prices(@Nullable String provider, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Json exact = first(provider, match -> names(match, lower));
    Json entry = exact == null ? model(provider, name) : exact;
    if (entry == null) return Optional.empty();
    PriceList prices = priceList(fields(entry).get("prices"));
    return prices.prices().isEmpty()
        ? Optional.empty()
        : Optional.of(new Stated(prices, exact != null));
  }

  private List<Json> models(@Nullable String provider) {
    return provider == null ? List.of() : items(providers.get(provider), "models");
  }

  private @Nullable Json first(@Nullable String provider, Predicate<Json> holds) {
    for (Json model : models(provider)) {
      Json match = fields(model).get("match");
      if (match != null && holds.test(match)) return model;
    }
    return null;
  }

  /// Whether the clause spells this name out.
  private static boolean names(Json clause, String name) {
    return switch ("" + text(clause, "_")) {
      case "ClauseOr" -> items(clause, "or_").stream().anyMatch(part -> names(part, name));
      case "ClauseEquals" -> matches(clause, name);
      default -> false;
    };
  }

  private static boolean matches(Json clause, String name) {
    return switch ("" + text(clause, "_")) {
      case "ClauseOr" -> items(clause, "or_").stream().anyMatch(part -> matches(part, name));
      case "ClauseAnd" -> items(clause, "and_").stream().allMatch(part -> matches(part, name));
      case "ClauseEquals" -> name.equals(operand(clause, "equals"));
      case "ClauseStartsWith" -> name.startsWith(operand(clause, "starts_with"));
      case "ClauseEndsWith" -> name.endsWith(operand(clause, "ends_with"));
      case "ClauseContains" -> name.contains(operand(clause, "contains"));
      case "ClauseRegex" -> Pattern.compile("" + text(clause, "regex")).matcher(name).find();
      default -> throw new IllegalArgumentException("unknown clause: " + clause.text());
    };
  }

  private static String operand(Json clause, String field) {
    return ("" + text(clause, field)).toLowerCase(Locale.ROOT);
  }

  private static PriceList priceList(@Nullable Json prices) {
    if (!(prices instanceof Json.Arr(var entries))) return list(List.of(period(null, prices)));
    List<Period> periods = new ArrayList<>();
    for (Json entry : entries) {
      Json constraint = fields(entry).get("constraint");
      String kind = text(constraint, "_");
      if ("TimeOfDateConstraint".equals(kind)) return PriceList.UNKNOWN;
      periods.add(period(text(constraint, "start_date"), fields(entry).get("prices")));
    }
    return list(periods);
  }

  private record Period(@Nullable String from, @Nullable Json price) {}

  private static Period period(@Nullable String from, @Nullable Json price) {
    return new Period(from, price);
  }

  private static PriceList list(List<Period> periods) {
    PriceTimeline timeline = new PriceTimeline(SOURCE);
    for (Period period : periods) {
      timeline.add(
          period.from(), base(period.price()), tiers(period.price()), units(period.price()));
    }
    return timeline.prices();
  }

  private static Rates base(@Nullable Json price) {
    return rates(price, 0);
  }

  private static List<Tier> tiers(@Nullable Json price) {
    TreeSet<Long> starts = new TreeSet<>();
    for (Json component : fields(price).values()) {
      items(component, "tiers").forEach(tier -> starts.add(start(tier)));
    }
    return starts.stream().map(start -> new Tier(start, rates(price, start))).toList();
  }

  private static long start(Json tier) {
    BigDecimal start = number(tier, "start");
    if (start == null) throw new IllegalArgumentException("a tier without start: " + tier.text());
    return start.longValueExact();
  }

  private static Rates rates(@Nullable Json price, long start) {
    return new Rates(
        pico(price, "input_mtok", start),
        pico(price, "output_mtok", start),
        pico(price, "cache_read_mtok", start),
        either(pico(price, "cache_write_5m_mtok", start), pico(price, "cache_write_mtok", start)),
        pico(price, "cache_write_1h_mtok", start),
        pico(price, "output_reasoning_mtok", start));
  }

  private static @Nullable Long either(@Nullable Long first, @Nullable Long second) {
    return first == null ? second : first;
  }

  private static @Nullable Long pico(@Nullable Json price, String component, long start) {
    Json value = fields(price).get(component);
    BigDecimal amount = value instanceof Json.Num(var number) ? number : number(value, "base");
    List<Json> tiers =
        items(value, "tiers").stream()
            .sorted(Comparator.comparingLong(GenaiPrices::start))
            .toList();
    for (Json tier : tiers) {
      if (start(tier) <= start) amount = number(tier, "price");
    }
    return Values.pico(amount);
  }

  private static Map<Unit, Long> units(@Nullable Json price) {
    Map<Unit, Long> units = new EnumMap<>(Unit.class);
    put(units, Unit.REQUEST, number(price, "requests_kcount"), THOUSAND);
    put(units, Unit.SEARCH, number(price, "web_searches_kcount"), THOUSAND);
    put(units, Unit.PAGE, number(price, "input_document_kpages"), THOUSAND);
    put(units, Unit.AUDIO_HOUR, number(price, "audio_hours"), BigDecimal.ONE);
    put(units, Unit.AUDIO_HOUR, number(price, "input_audio_hours"), BigDecimal.ONE);
    return units;
  }

  private static void put(
      Map<Unit, Long> units, Unit unit, @Nullable BigDecimal amount, BigDecimal per) {
    if (amount == null) return;
    BigDecimal nano = amount.movePointRight(9).divide(per, 0, RoundingMode.HALF_UP);
    units.put(unit, nano.longValueExact());
  }
}
