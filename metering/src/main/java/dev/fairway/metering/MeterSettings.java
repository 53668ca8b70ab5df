package dev.fairway.metering;

import dev.fairway.metering.store.Retention;
import dev.fairway.metering.usage.CallRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/// How a [Meter] works.
///
/// @param folder of its own, for what no store has yet
/// @param batchEvery how long sums are gathered
/// @param journalBytes of one file of the journal
/// @param maxSeriesPerMinute beyond it calls are summed as others of their tenant
/// @param callsPerSecond answered calls that get a row without sampling
/// @param always calls that get a row whatever comes
public record MeterSettings(
    Path folder,
    Duration batchEvery,
    int journalBytes,
    int maxSeriesPerMinute,
    int callsPerSecond,
    Predicate<CallRecord> always,
    Retention retention) {
  private static final Duration BATCH_EVERY = Duration.ofSeconds(5);
  private static final int JOURNAL_BYTES = 16 << 20;
  private static final int MAX_SERIES = 5_000;
  private static final int CALLS_PER_SECOND = 500;

  public static MeterSettings in(Path folder) {
    return new MeterSettings(
        folder,
        BATCH_EVERY,
        JOURNAL_BYTES,
        MAX_SERIES,
        CALLS_PER_SECOND,
        _ -> false,
        Retention.DEFAULT);
  }
}
