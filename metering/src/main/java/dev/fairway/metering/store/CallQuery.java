package dev.fairway.metering.store;

import java.time.Instant;
import java.util.Map;

/// A question about single calls, newest first.
///
/// @param filters fields that must have a value
/// @param errorsOnly whether calls that were answered are left out
public record CallQuery(
    Instant from, Instant to, Map<SeriesField, String> filters, boolean errorsOnly) {
  public CallQuery {
    filters = Map.copyOf(filters);
    if (!from.isBefore(to)) throw new IllegalArgumentException("from: must be before to");
    if (filters.containsKey(SeriesField.STATUS_CLASS)) {
      throw new IllegalArgumentException("filters: single calls have a status, not a class");
    }
  }
}
