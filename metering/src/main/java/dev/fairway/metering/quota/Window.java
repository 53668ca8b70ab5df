package dev.fairway.metering.quota;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/// The time over which something is counted, in UTC. Nothing is ever reset: a new window is a new
/// counter.
public enum Window {
  /// No window: what is held now.
  NONE("'-'"),
  MINUTE("'m'yyyyMMddHHmm"),
  DAY("'d'yyyyMMdd"),
  /// From Monday on.
  WEEK("'w'yyyyMMdd"),
  MONTH("'M'yyyyMM");

  private final DateTimeFormatter format;

  Window(String pattern) {
    format = DateTimeFormatter.ofPattern(pattern);
  }

  /// When the window of that moment began.
  public Instant start(Instant moment) {
    ZonedDateTime time = moment.atZone(ZoneOffset.UTC);
    LocalDate day = time.toLocalDate();
    return switch (this) {
      case NONE -> Instant.EPOCH;
      case MINUTE -> moment.truncatedTo(ChronoUnit.MINUTES);
      case DAY -> midnight(day);
      case WEEK -> midnight(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case MONTH -> midnight(day.withDayOfMonth(1));
    };
  }

  /// When the next window begins; never for [#NONE].
  public Instant end(Instant moment) {
    ZonedDateTime start = start(moment).atZone(ZoneOffset.UTC);
    return switch (this) {
      case NONE -> Instant.MAX;
      case MINUTE -> start.plusMinutes(1).toInstant();
      case DAY -> start.plusDays(1).toInstant();
      case WEEK -> start.plusWeeks(1).toInstant();
      case MONTH -> start.plusMonths(1).toInstant();
    };
  }

  /// Names the window of that moment, such as `m202611221000` or `M202611`.
  public String id(Instant moment) {
    return format.format(start(moment).atZone(ZoneOffset.UTC));
  }

  /// Its word, such as `minute`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
