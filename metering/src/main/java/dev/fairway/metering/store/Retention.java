package dev.fairway.metering.store;

/// How long what is kept.
///
/// @param callDays rows of calls
/// @param callBytes of rows of calls; the oldest days go first, today's never
/// @param minuteDays sums by minute
/// @param hourMonths sums by hour
public record Retention(int callDays, long callBytes, int minuteDays, int hourMonths) {
  public static final Retention DEFAULT = new Retention(7, 20L << 30, 14, 25);

  public Retention {
    if (callDays < 1 || callBytes < 1 || minuteDays < 2 || hourMonths < 1) {
      throw new IllegalArgumentException("a retention must leave something");
    }
  }
}
