package dev.fairway.metering.store;

import dev.fairway.inference.catalog.Money;
import dev.fairway.inference.chat.Usage;
import dev.fairway.metering.usage.CallRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// A call as a row of `call_log`, in the order of its columns.
final class CallRow {
  private CallRow() {}

  static void append(DuckDBAppender row, CallRecord call) throws SQLException {
    CallRecord.Who who = call.who();
    CallRecord.What what = call.what();
    CallRecord.Outcome outcome = call.outcome();
    CallRecord.Extent extent = call.extent();
    Usage usage = call.usage();
    Money cost = call.cost();
    row.beginRow();
    row.append(call.at().atOffset(ZoneOffset.UTC)).append(call.id());
    text(row, call.trace()).append(call.source()).append(call.operation());
    row.append(who.tenant());
    text(text(text(row, who.consumer()), who.keyId()), who.endUser());
    text(text(text(row, what.api()), what.route()), what.experiment()).append(what.model());
    text(text(row, what.provider()), what.upstreamKey());
    row.append((short) outcome.status());
    text(text(row, outcome.error()), outcome.finish()).append(outcome.stream());
    text(row, outcome.cache()).append((short) outcome.attempts());
    number(number(row, usage.inUncached()), usage.inCacheRead());
    number(number(row, usage.inCacheWrite5m()), usage.inCacheWrite1h());
    number(number(row, usage.out()), usage.reasoning()).append(call.usageSource());
    number(row, cost == null ? null : cost.nano());
    text(text(row, cost == null ? null : cost.currency()), call.priceId());
    row.append(extent.latencyMillis());
    small(small(row, extent.firstByteMillis()), extent.queueMillis());
    small(small(row, extent.bytesIn()), extent.bytesOut());
    text(row, call.bodyRef()).append(call.weight());
    row.endRow();
  }

  static DuckDBAppender text(DuckDBAppender row, @Nullable String value) throws SQLException {
    return value == null ? row.appendNull() : row.append(value);
  }

  private static DuckDBAppender number(DuckDBAppender row, @Nullable Long value)
      throws SQLException {
    return value == null ? row.appendNull() : row.append(value.longValue());
  }

  private static DuckDBAppender small(DuckDBAppender row, @Nullable Integer value)
      throws SQLException {
    return value == null ? row.appendNull() : row.append(value.intValue());
  }

  static CallRecord read(ResultSet row) throws SQLException {
    return new CallRecord(
        row.getObject("ts", OffsetDateTime.class).toInstant(),
        row.getObject("id", UUID.class),
        row.getString("trace_id"),
        row.getString("source"),
        row.getString("operation"),
        new CallRecord.Who(
            row.getString("tenant"),
            row.getString("consumer"),
            row.getString("key_id"),
            row.getString("end_user")),
        new CallRecord.What(
            row.getString("api"),
            row.getString("route"),
            row.getString("experiment"),
            row.getString("model"),
            row.getString("provider"),
            row.getString("upstream_key")),
        new CallRecord.Outcome(
            row.getInt("status"),
            row.getString("error"),
            row.getString("finish"),
            row.getBoolean("stream"),
            row.getString("cache"),
            row.getInt("attempts")),
        usage(row),
        cost(row),
        row.getString("price_id"),
        new CallRecord.Extent(
            row.getInt("latency_ms"),
            small(row, "ttft_ms"),
            small(row, "queue_ms"),
            small(row, "bytes_in"),
            small(row, "bytes_out")),
        row.getString("body_ref"),
        row.getDouble("sample_weight"));
  }

  private static Usage usage(ResultSet row) throws SQLException {
    boolean estimated = "estimated".equals(row.getString("usage_source"));
    return new Usage(
        number(row, "in_uncached"),
        number(row, "in_cache_read"),
        number(row, "in_cache_write_5m"),
        number(row, "in_cache_write_1h"),
        number(row, "out_tokens"),
        number(row, "reasoning_tokens"),
        estimated ? Usage.Source.ESTIMATED : Usage.Source.REPORTED);
  }

  private static @Nullable Money cost(ResultSet row) throws SQLException {
    Long nano = number(row, "cost_nano");
    return nano == null ? null : new Money(nano, row.getString("currency"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Integer small(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
