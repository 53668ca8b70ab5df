package dev.fairway.inference.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Prices of tokens, in pico units of a currency for one token; one unit for a million tokens is
/// 1,000,000. A price that is not known is null.
///
/// @param cacheWrite5m of input written to a cache kept for five minutes, or for the provider's
///   only lifetime
/// @param reasoning of reasoning tokens where they have a price of their own; null means they cost
///   what other output costs
public record Rates(
    @Nullable Long input,
    @Nullable Long output,
    @Nullable Long cacheRead,
    @Nullable Long cacheWrite5m,
    @Nullable Long cacheWrite1h,
    @Nullable Long reasoning) {
  /// Nothing is known.
  public static final Rates UNKNOWN = new Rates(null, null, null, null, null, null);

  /// Nothing costs anything.
  public static final Rates FREE = new Rates(0L, 0L, 0L, 0L, 0L, null);

  private static final int PICO_PER_MILLION_TOKENS = 6;

  public Rates {
    check("input", input);
    check("output", output);
    check("cacheRead", cacheRead);
    check("cacheWrite5m", cacheWrite5m);
    check("cacheWrite1h", cacheWrite1h);
    check("reasoning", reasoning);
  }

  /// Of input and output only.
  public static Rates of(long input, long output) {
    return new Rates(input, output, null, null, null, null);
  }

  /// Units of the currency for a million tokens as pico units for one.
  ///
  /// @throws IllegalArgumentException when it has more than six decimals, is negative or absurd
  public static long pico(BigDecimal perMillionTokens) {
    try {
      return perMillionTokens.movePointRight(PICO_PER_MILLION_TOKENS).longValueExact();
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException(
          "a price of a million tokens has at most six decimals, not "
              + perMillionTokens.toPlainString());
    }
  }

  /// Pico units for one token as units of the currency for a million.
  public static BigDecimal perMillionTokens(long pico) {
    return BigDecimal.valueOf(pico, PICO_PER_MILLION_TOKENS).stripTrailingZeros();
  }

  private static void check(String name, @Nullable Long price) {
    if (price != null && price < 0) {
      throw new IllegalArgumentException("%s: a price cannot be negative".formatted(name));
    }
  }
}
