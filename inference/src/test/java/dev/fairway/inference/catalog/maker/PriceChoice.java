package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Unit;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which source's prices of a model count, and what is doubtful about them.
///
/// The maker's price history comes first; another source replaces it only if litellm, which is
/// never a source itself, agrees with the other and not with the first. A price of a whole family
/// of names counts only if litellm does not contradict it. A price of 0 for everything counts only
/// if two sources state it or the name says that the model is free. Absurd prices do not count.
///
/// @param prices those that count
/// @param doubts for the report
record PriceChoice(PriceList prices, List<String> doubts) {
  /// More than ten times what the dearest model ever cost, in pico units for a token.
  private static final long ABSURD = Rates.pico(BigDecimal.valueOf(6000));

  static PriceChoice of(
      String id,
      Optional<Stated> history,
      Optional<Stated> genai,
      @Nullable Json litellm,
      Instant now) {
    List<String> doubts = new ArrayList<>();
    Stated chosen = chosen(sane(id, history, doubts), sane(id, genai, doubts), litellm, now);
    if (chosen == null) return new PriceChoice(PriceList.UNKNOWN, doubts);
    Optional<Rates> rates = current(chosen, now);
    boolean contradicted = rates.isPresent() && LiteLlm.contradicts(litellm, rates.get());
    if (contradicted && !chosen.exact()) {
      return unknown(id + ": price of a family of names, and litellm differs");
    }
    if (rates.isPresent() && isFree(rates.get()) && !freeIsBelieved(id, history, genai, now)) {
      return unknown(id + ": a price of 0 that only one source states");
    }
    if (contradicted) {
      doubts.add("%s: %s says %s, litellm differs".formatted(id, source(chosen), shown(rates)));
    }
    return new PriceChoice(withFees(chosen.prices(), genai, now), doubts);
  }

  private static @Nullable Stated chosen(
      Optional<Stated> history, Optional<Stated> genai, @Nullable Json litellm, Instant now) {
    if (history.isEmpty() || genai.isEmpty()) return history.or(() -> genai).orElse(null);
    Optional<Rates> first = current(history.get(), now);
    Optional<Rates> second = current(genai.get(), now);
    boolean overruled =
        LiteLlm.hasPrices(litellm)
            && genai.get().exact()
            && second.isPresent()
            && !LiteLlm.contradicts(litellm, second.get())
            && (first.isEmpty() || LiteLlm.contradicts(litellm, first.get()));
    return overruled ? genai.get() : history.get();
  }

  /// The history has no fees; those of today come from the other source.
  private static PriceList withFees(PriceList prices, Optional<Stated> genai, Instant now) {
    Map<Unit, Long> fees =
        genai
            .filter(Stated::exact)
            .flatMap(one -> one.prices().at(now))
            .map(Price::units)
            .orElse(Map.of());
    if (fees.isEmpty()) return prices;
    return new PriceList(
        prices.prices().stream()
            .map(price -> price.units().isEmpty() ? withUnits(price, fees) : price)
            .toList());
  }

  private static Price withUnits(Price price, Map<Unit, Long> units) {
    return new Price(
        price.id(),
        price.currency(),
        price.from(),
        price.until(),
        price.base(),
        price.tiers(),
        price.peak(),
        units,
        price.source());
  }

  private static Optional<Rates> current(Stated stated, Instant now) {
    return stated.prices().at(now).map(Price::base);
  }

  private static Optional<Stated> sane(String id, Optional<Stated> stated, List<String> doubts) {
    String wrong = stated.map(one -> wrong(one.prices())).orElse(null);
    if (wrong == null) return stated;
    doubts.add("%s: %s says %s; refused".formatted(id, source(stated.get()), wrong));
    return Optional.empty();
  }

  private static PriceChoice unknown(String doubt) {
    return new PriceChoice(PriceList.UNKNOWN, List.of(doubt + "; left unknown"));
  }

  private static @Nullable String wrong(PriceList prices) {
    for (Price price : prices.prices()) {
      for (Rates rates : rates(price).toList()) {
        if (Stream.of(rates.input(), rates.output(), rates.cacheRead())
            .anyMatch(one -> one != null && one > ABSURD)) {
          return "an absurd price, " + shown(Optional.of(rates));
        }
        if (rates.input() != null
            && rates.cacheRead() != null
            && rates.cacheRead() > rates.input()) {
          return "that reading from the cache costs more than reading anew, "
              + shown(Optional.of(rates));
        }
      }
    }
    return null;
  }

  private static Stream<Rates> rates(Price price) {
    return Stream.concat(Stream.of(price.base()), price.tiers().stream().map(tier -> tier.rates()));
  }

  private static boolean freeIsBelieved(
      String id, Optional<Stated> history, Optional<Stated> genai, Instant now) {
    if (id.endsWith(":free") || id.endsWith("/free")) return true;
    return history.flatMap(one -> current(one, now)).filter(PriceChoice::isFree).isPresent()
        && genai.flatMap(one -> current(one, now)).filter(PriceChoice::isFree).isPresent();
  }

  private static boolean isFree(Rates rates) {
    return isZero(rates.input()) && isZero(rates.output());
  }

  private static boolean isZero(@Nullable Long price) {
    return price != null && price == 0;
  }

  private static String source(Stated stated) {
    return stated.prices().prices().getLast().source();
  }

  private static String shown(Optional<Rates> rates) {
    return rates.map(PriceReport::shown).orElse("nothing");
  }
}
