package dev.fairway.metering.store;

import dev.fairway.metering.store.CallPage.Cursor;
import dev.fairway.metering.usage.CallRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rows of calls in the store, a file for each day.
final class CallTables {
  private static final Logger LOG = LoggerFactory.getLogger(CallTables.class);
  private static final int MOST_ROWS = 1_000;

  private final DayFiles days;

  CallTables(DayFiles days) {
    this.days = days;
  }

  DayFiles days() {
    return days;
  }

  void open(Connection writer) throws SQLException {
    days.attachAll(writer);
  }

  /// @return how many
  int append(DuckDBConnection writer, List<CallRecord> rows) throws SQLException {
    Map<LocalDate, List<CallRecord>> byDay = new TreeMap<>();
    for (CallRecord row : rows) {
      byDay.computeIfAbsent(day(row.at()), _ -> new ArrayList<>()).add(row);
    }
    for (var each : byDay.entrySet()) {
      String day = days.forWriting(writer, each.getKey());
      try (DuckDBAppender appender = writer.createAppender(day, "main", "call_log")) {
        for (CallRecord row : each.getValue()) CallRow.append(appender, row);
      }
    }
    return rows.size();
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /// Day by day from the newest, until the page is full.
  CallPage page(Connection reader, CallQuery query, @Nullable Cursor after, int limit)
      throws SQLException {
    if (limit < 1 || limit > MOST_ROWS) {
      throw new IllegalArgumentException("limit: must be from 1 to " + MOST_ROWS);
    }
    Instant to = after == null ? query.to() : after.at();
    List<CallRecord> found = new ArrayList<>();
    NavigableSet<LocalDate> asked = days.days().subSet(day(query.from()), true, day(to), true);
    for (LocalDate day : asked.descendingSet()) {
      read(reader, days.name(day), query, after, limit - found.size(), found);
      if (found.size() == limit) break;
    }
    CallRecord last = found.size() < limit ? null : found.getLast();
    return new CallPage(found, last == null ? null : new Cursor(last.at(), last.id()));
  }

  private static void read(
      Connection reader,
      String day,
      CallQuery query,
      @Nullable Cursor after,
      int limit,
      List<CallRecord> into)
      throws SQLException {
    Map<String, Object> conditions = conditions(query, after);
    String text =
        "select * from %s.call_log where %s order by ts desc, id desc limit %d"
            .formatted(day, String.join(" and ", conditions.keySet()), limit);
    try (PreparedStatement statement = reader.prepareStatement(text)) {
      int place = 1;
      for (Object value : conditions.values()) {
        for (Object each : value instanceof List<?> list ? list : List.of(value)) {
          statement.setObject(place++, each);
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) into.add(CallRow.read(rows));
      }
    }
  }

  /// Each condition with its values, in order.
  private static Map<String, Object> conditions(CallQuery query, @Nullable Cursor after) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("ts >= ?", query.from().atOffset(ZoneOffset.UTC));
    conditions.put("ts < ?", query.to().atOffset(ZoneOffset.UTC));
    if (after != null) {
      var at = after.at().atOffset(ZoneOffset.UTC);
      conditions.put("(ts < ? or (ts = ? and id < ?))", List.of(at, at, after.id()));
    }
    if (query.errorsOnly()) conditions.put("(status >= ? or error is not null)", 400);
    query.filters().forEach((field, value) -> conditions.put(field.column() + " = ?", value));
    return conditions;
  }

  Optional<CallRecord> call(Connection reader, UUID id) throws SQLException {
    for (LocalDate day : days(id)) {
      try (PreparedStatement statement =
          reader.prepareStatement(
              "select * from %s.call_log where id = ? limit 1".formatted(days.name(day)))) {
        statement.setObject(1, id);
        try (ResultSet rows = statement.executeQuery()) {
          if (rows.next()) return Optional.of(CallRow.read(rows));
        }
      }
    }
    return Optional.empty();
  }

  /// The days an id may lie in: it tells its time unless it is of another version.
  private NavigableSet<LocalDate> days(UUID id) {
    if (id.version() != 7) return days.days().descendingSet();
    LocalDate day = day(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16));
    return days.days().subSet(day.minusDays(1), true, day.plusDays(1), true);
  }

  /// @return how many days went
  int expire(Connection writer, Retention retention, LocalDate today) throws SQLException {
    int dropped = 0;
    for (LocalDate day : days.days().headSet(today)) {
      boolean old = day.isBefore(today.minusDays(retention.callDays()));
      if (!old && days.bytes() <= retention.callBytes()) break;
      days.drop(writer, day);
      dropped++;
    }
    if (dropped > 0) LOG.atInfo().addKeyValue("days", dropped).log("old calls dropped");
    return dropped;
  }
}
