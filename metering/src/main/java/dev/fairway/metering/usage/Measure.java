package dev.fairway.metering.usage;

import java.util.Locale;

/// What is summed of calls, in the order of the store's columns.
public enum Measure {
  REQUESTS,
  ERRORS,
  IN_UNCACHED,
  IN_CACHE_READ,
  IN_CACHE_WRITE,
  OUT_TOKENS,
  REASONING_TOKENS,
  /// Calls whose usage nobody reported.
  USAGE_UNKNOWN,
  COST_NANO,
  /// Calls whose cost nobody knows; [#COST_NANO] is without them.
  COST_UNKNOWN,
  CACHE_HITS;

  /// Its name in the store.
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
