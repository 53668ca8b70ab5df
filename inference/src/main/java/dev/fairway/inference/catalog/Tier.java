package dev.fairway.inference.catalog;

/// Prices of calls with long prompts. They hold for all tokens of such a call, not only for those
/// beyond the limit.
///
/// @param above the tier begins with a prompt of one token more than this, cached tokens included
public record Tier(long above, Rates rates) {
  public Tier {
    if (above <= 0) {
      throw new IllegalArgumentException("a tier begins above some tokens, not " + above);
    }
  }
}
