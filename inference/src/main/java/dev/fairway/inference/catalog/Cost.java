package dev.fairway.inference.catalog;

/// What a call cost, or why nobody can say. There is no third way: an unknown cost is never an
/// amount of 0.
public sealed interface Cost {
  /// @param priceId the [Price#id] it was computed with
  record Known(Money money, String priceId) implements Cost {}

  /// @param reason what is missing, for people
  record Unknown(String reason) implements Cost {}
}
