package dev.fairway.inference.catalog;

import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a model costs from one day on.
///
/// @param id names this entry for good, so that a cost can say what it was computed with
/// @param currency ISO 4217 code
/// @param from when it begins; null when it has no known beginning
/// @param until when it ends, if no other price follows at once
/// @param base prices of tokens
/// @param tiers prices of calls with long prompts, ascending
/// @param peak hours that cost more
/// @param units what is charged beside tokens, in nano units of the currency for one
/// @param source who stated it
public record Price(
    String id,
    String currency,
    @Nullable Instant from,
    @Nullable Instant until,
    Rates base,
    List<Tier> tiers,
    @Nullable PeakHours peak,
    Map<Unit, Long> units,
    String source) {
  private static final long PICO_PER_NANO = 1000;

  public Price {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException(id + ": ends before it begins");
    }
    tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::above)).toList();
    units = Map.copyOf(units);
    for (long price : units.values()) {
      if (price < 0) throw new IllegalArgumentException(id + ": a price cannot be negative");
    }
  }

  /// A plain price without tiers.
  public static Price of(
      String id, String currency, @Nullable Instant from, Rates base, String source) {
    return new Price(id, currency, from, null, base, List.of(), null, Map.of(), source);
  }

  /// Nothing costs anything.
  public static Price free(String id) {
    return of(id, "USD", null, Rates.FREE, "no charge");
  }

  /// Whether the moment lies in its time.
  public boolean holds(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  /// The prices of a call with so many tokens of input, cached ones included.
  public Rates rates(long promptTokens) {
    Rates rates = base;
    for (Tier tier : tiers) {
      if (promptTokens > tier.above()) rates = tier.rates();
    }
    return rates;
  }

  /// What the tokens of a call cost, and the fee of the call if there is one. Rounded half up,
  /// once, to nano units. Searches, audio and pages are not part of it: [Usage] does not count
  /// them.
  ///
  /// Counters of the cache that nobody reported count as 0, since all input that is not split off
  /// stands in [Usage#inUncached]. Any other unknown counter, and any token without a price, makes
  /// the cost unknown.
  public Cost cost(Usage usage, Instant at) {
    try {
      return new Cost.Known(new Money(nano(usage, at), currency), id);
    } catch (NotKnown e) {
      return new Cost.Unknown(e.reason);
    } catch (ArithmeticException _) {
      return new Cost.Unknown("the usage is out of range");
    }
  }

  private long nano(Usage usage, Instant at) throws NotKnown {
    Long prompt = usage.inputTotal();
    if (prompt == null && !tiers.isEmpty()) {
      throw new NotKnown("the input tokens were not reported");
    }
    Rates rates = prompt == null ? base : rates(prompt);
    long pico = counted("input tokens", usage.inUncached(), rates.input());
    pico = Math.addExact(pico, cached("cached input", usage.inCacheRead(), rates.cacheRead()));
    pico =
        Math.addExact(pico, cached("cache writes", usage.inCacheWrite5m(), rates.cacheWrite5m()));
    pico =
        Math.addExact(
            pico,
            cached("cache writes for one hour", usage.inCacheWrite1h(), rates.cacheWrite1h()));
    pico = Math.addExact(pico, output(usage, rates));
    if (peak != null) pico = Math.multiplyExact(pico, peak.factor(at));
    long tokens = Math.addExact(pico, PICO_PER_NANO / 2) / PICO_PER_NANO;
    return Math.addExact(tokens, units.getOrDefault(Unit.REQUEST, 0L));
  }

  private static long output(Usage usage, Rates rates) throws NotKnown {
    if (rates.reasoning() == null) return counted("output tokens", usage.out(), rates.output());
    Long out = usage.out();
    Long reasoning = usage.reasoning();
    if (out == null || reasoning == null) {
      throw new NotKnown("the output and reasoning tokens were not both reported");
    }
    return Math.addExact(
        counted("reasoning tokens", reasoning, rates.reasoning()),
        counted("output tokens", out - reasoning, rates.output()));
  }

  private static long cached(String what, @Nullable Long count, @Nullable Long price)
      throws NotKnown {
    return counted(what, count == null ? Long.valueOf(0) : count, price);
  }

  private static long counted(String what, @Nullable Long count, @Nullable Long price)
      throws NotKnown {
    if (price != null && price == 0) return 0;
    if (count == null) throw new NotKnown("the " + what + " were not reported");
    if (count < 0) throw new NotKnown("the number of " + what + " is negative");
    if (count == 0) return 0;
    if (price == null) throw new NotKnown("no price of " + what + " is known");
    return Math.multiplyExact(count, price);
  }

  private static final class NotKnown extends Exception {
    private static final long serialVersionUID = 1;
    private final String reason;

    NotKnown(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
