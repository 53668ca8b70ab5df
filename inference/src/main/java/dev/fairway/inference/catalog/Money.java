package dev.fairway.inference.catalog;

import java.math.BigDecimal;

/// An amount in billionths of a currency's unit.
///
/// @param currency ISO 4217 code
public record Money(long nano, String currency) {
  public Money {
    if (nano < 0) throw new IllegalArgumentException("a cost cannot be negative");
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException("not an ISO 4217 currency code: " + currency);
    }
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
