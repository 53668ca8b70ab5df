package dev.fairway.metering.store;

import dev.fairway.metering.usage.LatencyHistogram;
import dev.fairway.metering.usage.Measure;
import dev.fairway.metering.usage.Sums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a [UsageQuery] into three statements over the files it touches: sums, and the histograms
/// of both durations.
final class RollupQuery {
  /// Rows of a statement, which are more than the answer's when a group has several currencies.
  private static final int MOST_ROWS = 400_000;

  private final DayFiles days;
  private final Sql sums = Sql.of("sums");
  private final Sql histogram = Sql.of("histogram");

  private record Group(Instant at, List<@Nullable String> values) {}

  RollupQuery(DayFiles days) {
    this.days = days;
  }

  /// @param builtUntil hours before it are told by their own sums
  List<UsageSum> sums(Connection reader, UsageQuery query, Instant builtUntil) throws SQLException {
    Map<Group, UsageSum> found = new LinkedHashMap<>();
    String rows = rows(query, builtUntil);
    readSums(reader, query, rows, found);
    if (found.isEmpty()) return List.of();
    readHistogram(reader, query, rows, "lat", found);
    readHistogram(reader, query, rows, "ttft", found);
    return found.values().stream().limit(query.limit()).toList();
  }

  private String rows(UsageQuery query, Instant builtUntil) {
    List<String> parts = new ArrayList<>();
    Instant minutesFrom = query.from();
    if (query.byTheHour() && query.from().isBefore(builtUntil)) {
      Instant hoursTo = query.to().isBefore(builtUntil) ? query.to() : builtUntil;
      parts.add(part("usage.main.rollup_hour", query.from(), hoursTo));
      minutesFrom = hoursTo;
    }
    if (minutesFrom.isBefore(query.to())) {
      LocalDate first = LocalDate.ofInstant(minutesFrom, ZoneOffset.UTC);
      LocalDate last = LocalDate.ofInstant(query.to(), ZoneOffset.UTC);
      for (LocalDate day : days.days().subSet(first, true, last, true)) {
        parts.add(part(days.name(day) + ".rollup_minute", minutesFrom, query.to()));
      }
    }
    if (parts.isEmpty()) parts.add(part("usage.main.rollup_hour", query.from(), query.from()));
    return String.join(" union all ", parts);
  }

  private static String part(String table, Instant from, Instant to) {
    return "select bucket, series, %s, lat_i, lat_n, ttft_i, ttft_n from %s where bucket >= %s and bucket < %s"
        .formatted(Sql.measures("?"), table, Sql.time(from), Sql.time(to));
  }

  private void readSums(
      Connection reader, UsageQuery query, String rows, Map<Group, UsageSum> found)
      throws SQLException {
    String text =
        sums.with("rows", rows)
            .with("group", group(query) + ", s.currency as money")
            .with("sums", Sql.measures("sum(?)::bigint ?"))
            .with("where", where(query))
            .with("limit", Integer.toString(MOST_ROWS))
            .text();
    try (PreparedStatement statement = prepare(reader, text, query);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) readSums(result, query, found);
    }
  }

  private static void readSums(ResultSet row, UsageQuery query, Map<Group, UsageSum> found)
      throws SQLException {
    UsageSum sum =
        found.computeIfAbsent(
            group(row, query),
            group -> new UsageSum(group.at(), group.values(), new Sums(), new HashMap<>()));
    for (Measure measure : Measure.values()) {
      sum.sums().add(measure, row.getLong(measure.column()));
    }
    String currency = row.getString("money");
    if (currency != null) {
      sum.costNano().merge(currency, row.getLong(Measure.COST_NANO.column()), Long::sum);
    }
  }

  private void readHistogram(
      Connection reader, UsageQuery query, String rows, String kind, Map<Group, UsageSum> found)
      throws SQLException {
    String text =
        histogram
            .with("rows", rows)
            .with("group", group(query))
            .with("kind", kind)
            .with("where", where(query))
            .text();
    try (PreparedStatement statement = prepare(reader, text, query);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        UsageSum sum = found.get(group(result, query));
        if (sum == null) continue;
        LatencyHistogram into = kind.equals("lat") ? sum.sums().latency() : sum.sums().firstByte();
        into.add(result.getInt("i"), result.getLong("n"));
      }
    }
  }

  private static String group(UsageQuery query) {
    StringBuilder columns = new StringBuilder();
    if (query.step() == null) {
      columns.append(Sql.time(query.from()));
    } else {
      columns.append(
          "time_bucket(interval '%d seconds', bucket, %s)"
              .formatted(query.step().toSeconds(), Sql.time(Instant.EPOCH)));
    }
    columns.append(" as step");
    for (int i = 0; i < query.groupBy().size(); i++) {
      columns.append(", s.").append(query.groupBy().get(i).column()).append(" as g").append(i);
    }
    return columns.toString();
  }

  private static Group group(ResultSet row, UsageQuery query) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < query.groupBy().size(); i++) values.add(row.getString("g" + i));
    return new Group(row.getObject("step", OffsetDateTime.class).toInstant(), values);
  }

  private static String where(UsageQuery query) {
    if (query.filters().isEmpty()) return "";
    return query.filters().keySet().stream()
        .sorted()
        .map(field -> "s.%s::varchar = ?".formatted(field.column()))
        .collect(Collectors.joining(" and ", "where ", ""));
  }

  private static PreparedStatement prepare(Connection reader, String text, UsageQuery query)
      throws SQLException {
    PreparedStatement statement = reader.prepareStatement(text);
    int place = 1;
    for (SeriesField field : query.filters().keySet().stream().sorted().toList()) {
      statement.setString(place++, query.filters().get(field));
    }
    return statement;
  }
}
