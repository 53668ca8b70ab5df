package dev.fairway.inference.catalog;

import java.math.BigDecimal;

/// An amount in billionths of a currency's unit.
///
/// @param currency ISO 4217 code
public record Money(long nano, String currency) {
  public Money {
    if (nano < 0) throw new IllegalArgumentException("a cost cannot be negative");
    if (!isCode(currency)) {
      throw new IllegalArgumentException("not an ISO 4217 currency code: " + currency);
    }
  }

  private static boolean isCode(String currency) {
    return currency.length() == 3
        && currency.chars().allMatch(letter -> letter >= 'A' && letter <= 'Z');
  }

  /// The amount in the currency's unit, exact.
  public BigDecimal amount() {
    if (nano == 0) return BigDecimal.ZERO;
    return BigDecimal.valueOf(nano, 9).stripTrailingZeros();
  }

  @Override
  public String toString() {
    return amount().toPlainString() + " " + currency;
  }
}
