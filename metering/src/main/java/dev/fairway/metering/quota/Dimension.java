package dev.fairway.metering.quota;

import java.util.Locale;

/// What is counted.
public sealed interface Dimension {
  /// The least that a replica leases at once; below four times this a limit is near, and every call
  /// leases exactly its own need.
  long minimumSlice();

  /// Things that are counted one by one.
  enum Count implements Dimension {
    REQUESTS(16),
    TOKENS(8_192),
    /// Calls that run at the same time; a slot is given back when the call ends.
    CONCURRENCY(4);

    private final long minimumSlice;
    private final String word = name().toLowerCase(Locale.ROOT);

    Count(long minimumSlice) {
      this.minimumSlice = minimumSlice;
    }

    @Override
    public long minimumSlice() {
      return minimumSlice;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /// Money of one currency, in nano units; there are no exchange rates. What a vanished replica had
  /// leased counts as spent, so that an error is never on the side of spending too much.
  ///
  /// @param currency ISO 4217 code
  record Spend(String currency) implements Dimension {
    private static final long CENT = 10_000_000;

    @Override
    public long minimumSlice() {
      return CENT;
    }

    @Override
    public String toString() {
      return currency;
    }
  }
}
