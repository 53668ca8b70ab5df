package dev.fairway.metering.store;

import dev.fairway.metering.usage.LatencyHistogram;
import dev.fairway.metering.usage.Measure;
import dev.fairway.metering.usage.RollupBatch;
import dev.fairway.metering.usage.SeriesKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sums in the store. Batches are appended to the file of their day and merged later; sums by hour
/// are built from those by minute once the hour is over for [#GRACE], and built again when
/// something came late.
final class RollupTables {
  private static final Logger LOG = LoggerFactory.getLogger(RollupTables.class);
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final int SERIES_REMEMBERED = 50_000;
  private static final String HISTOGRAMS = "lat_i, lat_n, ttft_i, ttft_n";

  private final DayFiles days;
  private final Sql merge = Sql.of("merge");
  private final RollupQuery query;

  /// Series known to be in the table; written by the writer only.
  private final Set<Long> known =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > SERIES_REMEMBERED;
            }
          });

  /// Hours before it are told by their own sums.
  private volatile Instant builtUntil = Instant.EPOCH;

  RollupTables(DayFiles days) {
    this.days = days;
    this.query = new RollupQuery(days);
  }

  DayFiles days() {
    return days;
  }

  void open(Connection writer) throws SQLException {
    days.attachAll(writer);
  }

  boolean add(DuckDBConnection writer, RollupBatch batch) throws SQLException {
    addSeries(writer, batch);
    String day = days.forWriting(writer, batch.day());
    gather(writer, day, batch);
    writer.setAutoCommit(false);
    boolean first = markDone(writer, day, batch.id());
    if (first) insert(writer, day);
    writer.commit();
    writer.setAutoCommit(true);
    return first;
  }

  /// In a transaction of its own, before the sums that need them: they lie in another file.
  private void addSeries(DuckDBConnection writer, RollupBatch batch) throws SQLException {
    Map<Long, SeriesKey> fresh = new LinkedHashMap<>();
    for (RollupBatch.Delta delta : batch.deltas()) {
      long id = delta.series().id();
      if (!known.contains(id)) fresh.put(id, delta.series());
    }
    if (fresh.isEmpty()) return;
    try (Statement statement = writer.createStatement()) {
      statement.execute(
          "create or replace temp table fresh as select * from usage.main.series limit 0");
      try (DuckDBAppender rows = writer.createAppender("temp", "main", "fresh")) {
        for (var each : fresh.entrySet()) append(rows, each.getKey(), each.getValue());
      }
      statement.execute("insert into usage.main.series select * from fresh on conflict do nothing");
      statement.execute("drop table fresh");
    }
    known.addAll(fresh.keySet());
  }

  private static void append(DuckDBAppender row, long id, SeriesKey key) throws SQLException {
    row.beginRow();
    row.append(id).append(key.tenant());
    for (@Nullable String each :
        new @Nullable String[] {key.consumer(), key.keyId(), key.route(), key.experiment()}) {
      CallRow.text(row, each);
    }
    CallRow.text(row.append(key.model()), key.provider());
    CallRow.text(row.append((short) key.statusClass()), key.currency());
    row.endRow();
  }

  private static boolean markDone(Connection writer, String day, UUID batch) throws SQLException {
    try (PreparedStatement insert =
        writer.prepareStatement(
            "insert into %s.batch_done values (?, ?) on conflict do nothing".formatted(day))) {
      insert.setObject(1, batch);
      insert.setObject(2, Instant.now().atOffset(ZoneOffset.UTC));
      return insert.executeUpdate() == 1;
    }
  }

  /// Part of the transaction that notes the batch: both are there, or neither.
  private static void insert(DuckDBConnection writer, String day) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("insert into %s.rollup_minute select * from gathered".formatted(day));
    }
  }

  /// Into a temporary table first: an appender is fast, but outside of a transaction that has begun
  /// it commits by itself.
  private static void gather(DuckDBConnection writer, String day, RollupBatch batch)
      throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute(
          "create or replace temp table gathered as select * from %s.rollup_minute limit 0"
              .formatted(day));
    }
    try (DuckDBAppender row = writer.createAppender("temp", "main", "gathered")) {
      for (RollupBatch.Delta delta : batch.deltas()) {
        row.beginRow();
        row.append(delta.minute().atOffset(ZoneOffset.UTC));
        row.append(delta.series().id()).append(batch.id());
        for (Measure measure : Measure.values()) row.append(delta.sums().get(measure));
        append(row, delta.sums().latency());
        append(row, delta.sums().firstByte());
        row.endRow();
      }
    }
  }

  private static void append(DuckDBAppender row, LatencyHistogram histogram) throws SQLException {
    row.append(histogram.indices()).append(histogram.counts());
  }

  /// @return minutes and hours that changed
  int compact(DuckDBConnection writer, Instant now) throws SQLException {
    int changed = 0;
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    for (LocalDate day : days.days()) changed += mergeMinutes(writer, day, minute);
    Instant hour = now.minus(GRACE).truncatedTo(ChronoUnit.HOURS);
    for (LocalDate day : days.days()) {
      for (Instant late : unbuiltHours(writer, day, hour)) {
        buildHour(writer, day, late);
        changed++;
      }
    }
    builtUntil = hour;
    return changed;
  }

  /// One row for each series of the minutes that are over and have several.
  private int mergeMinutes(Connection writer, LocalDate day, Instant before) throws SQLException {
    String table = days.name(day) + ".rollup_minute";
    String several =
        "select bucket from %s where bucket < %s group by bucket, series having count(*) > 1"
            .formatted(table, Sql.time(before));
    writer.setAutoCommit(false);
    int merged = 0;
    try (Statement statement = writer.createStatement()) {
      statement.execute(
          "create or replace temp table merging as "
              + merged("select * from %s where bucket in (%s)".formatted(table, several)));
      merged =
          statement.executeUpdate(
              "delete from %s where bucket in (select bucket from merging)".formatted(table));
      if (merged > 0) {
        statement.executeUpdate(
            "insert into %s select bucket, series, '%s'::uuid, * exclude (bucket, series) from merging"
                .formatted(table, UUID.randomUUID()));
      }
      statement.execute("drop table merging");
    }
    writer.commit();
    writer.setAutoCommit(true);
    return merged;
  }

  private String merged(String rows) {
    return merge
        .with("rows", rows)
        .with("sums", Sql.measures("sum(?)::bigint ?"))
        .with("columns", "bucket, series, " + Sql.measures("?"))
        .text();
  }

  /// Hours that are over and whose minutes hold other calls than their own sums.
  private List<Instant> unbuiltHours(Connection writer, LocalDate day, Instant before)
      throws SQLException {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    String query =
        """
        select m.hour from
          (select date_trunc('hour', bucket) as hour, sum(requests) n from %s.rollup_minute group by hour) m
          left join (select bucket as hour, sum(requests) n from usage.main.rollup_hour
                     where bucket >= %s and bucket < %s group by bucket) h on h.hour = m.hour
        where m.hour < %s and m.n is distinct from h.n
        """
            .formatted(
                days.name(day),
                Sql.time(start),
                Sql.time(start.plus(Duration.ofDays(1))),
                Sql.time(before));
    List<Instant> hours = new ArrayList<>();
    try (Statement statement = writer.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) hours.add(rows.getObject(1, OffsetDateTime.class).toInstant());
    }
    return hours;
  }

  private void buildHour(Connection writer, LocalDate day, Instant hour) throws SQLException {
    String minutes =
        "select date_trunc('hour', bucket) as bucket, series, %s, %s from %s.rollup_minute where bucket >= %s and bucket < %s"
            .formatted(
                Sql.measures("?"),
                HISTOGRAMS,
                days.name(day),
                Sql.time(hour),
                Sql.time(hour.plus(Duration.ofHours(1))));
    writer.setAutoCommit(false);
    try (Statement statement = writer.createStatement()) {
      statement.execute("create or replace temp table hourly as " + merged(minutes));
      statement.executeUpdate(
          "delete from usage.main.rollup_hour where bucket = " + Sql.time(hour));
      statement.executeUpdate("insert into usage.main.rollup_hour select * from hourly");
      statement.execute("drop table hourly");
    }
    writer.commit();
    writer.setAutoCommit(true);
  }

  /// @return how many days went
  int expire(Connection writer, Retention retention, LocalDate today) throws SQLException {
    int dropped = 0;
    for (LocalDate day : days.days().headSet(today.minusDays(retention.minuteDays()))) {
      days.drop(writer, day);
      dropped++;
    }
    try (Statement statement = writer.createStatement()) {
      Instant first =
          today.minusMonths(retention.hourMonths()).atStartOfDay(ZoneOffset.UTC).toInstant();
      statement.executeUpdate(
          "delete from usage.main.rollup_hour where bucket < " + Sql.time(first));
    }
    if (dropped > 0) LOG.atInfo().addKeyValue("days", dropped).log("old sums dropped");
    return dropped;
  }

  List<UsageSum> sums(Connection reader, UsageQuery asked) throws SQLException {
    return query.sums(reader, asked, builtUntil);
  }

  List<String> values(Connection reader, SeriesField field, int limit) throws SQLException {
    String column = field.column();
    List<String> values = new ArrayList<>();
    try (Statement statement = reader.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select distinct %s::varchar from usage.main.series where %s is not null order by 1 limit %d"
                    .formatted(column, column, limit))) {
      while (rows.next()) values.add(rows.getString(1));
    }
    return values;
  }
}
