package dev.fairway.metering.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Sums calls by minute and series until they are taken as batches. A minute has a bounded number
/// of series; what is beyond goes to one series per tenant. Not thread-safe.
public final class Rollup {
  private static final int MINUTES_WATCHED = 20;

  private final int maxSeriesPerMinute;
  private final NavigableMap<Instant, Set<SeriesKey>> seen = new TreeMap<>();
  private Map<Cell, Sums> cells = new HashMap<>();
  private volatile long folded;

  private record Cell(Instant minute, SeriesKey series) {}

  public Rollup(int maxSeriesPerMinute) {
    this.maxSeriesPerMinute = maxSeriesPerMinute;
  }

  public void add(CallRecord call) {
    Instant minute = call.at().truncatedTo(ChronoUnit.MINUTES);
    SeriesKey series = bounded(minute, SeriesKey.of(call));
    cells.computeIfAbsent(new Cell(minute, series), _ -> new Sums()).add(call);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread adds, others look
  private SeriesKey bounded(Instant minute, SeriesKey series) {
    Set<SeriesKey> known = seen.computeIfAbsent(minute, _ -> new HashSet<>());
    if (seen.size() > MINUTES_WATCHED) seen.pollFirstEntry();
    if (known.contains(series)) return series;
    if (known.size() < maxSeriesPerMinute) {
      known.add(series);
      return series;
    }
    folded++;
    return series.other();
  }

  /// Calls that went to the series of others.
  public long folded() {
    return folded;
  }

  /// Takes what was summed, a batch for each day in UTC. The same seed gives the same ids, so that
  /// what is summed again after a crash is not added again.
  public List<RollupBatch> take(UUID seed) {
    Map<LocalDate, List<RollupBatch.Delta>> days = new TreeMap<>();
    cells.forEach((cell, sums) ->
        days.computeIfAbsent(day(cell.minute()), _ -> new ArrayList<>())
            .add(new RollupBatch.Delta(cell.minute(), cell.series(), sums)));
    cells = new HashMap<>();
    List<RollupBatch> batches = new ArrayList<>();
    days.forEach((day, deltas) -> batches.add(new RollupBatch(id(seed, day), day, deltas)));
    return batches;
  }

  private static UUID id(UUID seed, LocalDate day) {
    return new UUID(
        seed.getMostSignificantBits(), seed.getLeastSignificantBits() ^ day.toEpochDay());
  }

  static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
