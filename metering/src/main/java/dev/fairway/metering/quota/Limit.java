package dev.fairway.metering.quota;

/// How much of something a subject may use in a window.
///
/// @param amount requests, tokens, slots, or nano units of the currency
/// @param hard whether a running answer ends when it cannot be extended; else it may finish
public record Limit(Dimension dimension, Window window, long amount, boolean hard) {
  public Limit {
    if (amount < 0) throw new IllegalArgumentException("a limit cannot be negative");
    boolean slots = dimension == Dimension.Count.CONCURRENCY;
    if (slots != (window == Window.NONE)) {
      throw new IllegalArgumentException("concurrency, and only it, has no window");
    }
  }

  public static Limit requestsPerMinute(long amount) {
    return new Limit(Dimension.Count.REQUESTS, Window.MINUTE, amount, false);
  }

  public static Limit tokensPerMinute(long amount) {
    return new Limit(Dimension.Count.TOKENS, Window.MINUTE, amount, false);
  }

  public static Limit concurrency(long amount) {
    return new Limit(Dimension.Count.CONCURRENCY, Window.NONE, amount, false);
  }

  /// @param nano of the currency
  public static Limit budget(long nano, String currency, Window period) {
    return new Limit(new Dimension.Spend(currency), period, nano, true);
  }
}
