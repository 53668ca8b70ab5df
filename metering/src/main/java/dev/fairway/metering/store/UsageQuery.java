package dev.fairway.metering.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question about sums. Up to 24 hours are answered by the minute, more by the hour.
///
/// @param step the width of a point, in whole minutes, and in whole hours beyond 24 hours; null for
///   one sum of all the time
/// @param filters fields that must have a value
/// @param limit the most sums to be returned
public record UsageQuery(
    Instant from,
    Instant to,
    @Nullable Duration step,
    List<SeriesField> groupBy,
    Map<SeriesField, String> filters,
    int limit) {
  private static final Duration BY_THE_MINUTE = Duration.ofHours(24);
  private static final int MOST = 100_000;

  public UsageQuery {
    groupBy = List.copyOf(groupBy);
    filters = Map.copyOf(filters);
    if (!from.isBefore(to)) throw new IllegalArgumentException("from: must be before to");
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit: must be from 1 to " + MOST);
    }
    if (step != null && (step.toSeconds() < 60 || step.toSeconds() % resolution(from, to) != 0)) {
      throw new IllegalArgumentException(
          "step: must be a multiple of %d seconds".formatted(resolution(from, to)));
    }
  }

  private static long resolution(Instant from, Instant to) {
    return byTheHour(from, to) ? 3_600 : 60;
  }

  private static boolean byTheHour(Instant from, Instant to) {
    return Duration.between(from, to).compareTo(BY_THE_MINUTE) > 0;
  }

  boolean byTheHour() {
    return byTheHour(from, to);
  }

  /// One sum for each value of a field.
  public static UsageQuery totals(Instant from, Instant to, SeriesField... by) {
    return new UsageQuery(from, to, null, List.of(by), Map.of(), 1_000);
  }

  public UsageQuery where(Map<SeriesField, String> filters) {
    return new UsageQuery(from, to, step, groupBy, filters, limit);
  }
}
