package dev.fairway.inference.catalog;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/// Hours in which every token costs a multiple.
///
/// @param times how often the price is due in these hours
/// @param hours of the day in UTC
/// @param weekdaysOnly whether Saturdays and Sundays have none
/// @param except days (of the vendor's calendar) without
/// @param calendar the offset of the vendor's calendar
public record PeakHours(
    int times,
    List<Window> hours,
    boolean weekdaysOnly,
    Set<LocalDate> except,
    ZoneOffset calendar) {
  public PeakHours {
    if (times < 1) throw new IllegalArgumentException("times must be at least 1, is " + times);
    hours = List.copyOf(hours);
    except = Set.copyOf(except);
  }

  /// @param from first moment
  /// @param to first moment after
  public record Window(LocalTime from, LocalTime to) {
    public Window {
      if (!from.isBefore(to)) throw new IllegalArgumentException(from + " is not before " + to);
    }

    boolean holds(LocalTime time) {
      return !time.isBefore(from) && time.isBefore(to);
    }
  }

  /// The factor of a moment.
  int factor(Instant at) {
    OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
    boolean peak =
        hours.stream().anyMatch(window -> window.holds(utc.toLocalTime()))
            && !(weekdaysOnly && isWeekend(utc))
            && !except.contains(at.atOffset(calendar).toLocalDate());
    return peak ? times : 1;
  }

  private static boolean isWeekend(OffsetDateTime day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
