package dev.fairway.metering.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// Sums that a store adds once, however often it is given them.
///
/// @param id names the batch for good
/// @param day in UTC, the one day all of it lies in
public record RollupBatch(UUID id, LocalDate day, List<Delta> deltas) {
  /// @param minute when it begins
  public record Delta(Instant minute, SeriesKey series, Sums sums) {}

  public RollupBatch {
    deltas = List.copyOf(deltas);
  }
}
