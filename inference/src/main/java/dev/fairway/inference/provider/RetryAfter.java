package dev.fairway.inference.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// How long a provider asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date.
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(366);

  private RetryAfter() {}

  /// Null when neither header says anything that can be understood.
  public static @Nullable Duration read(
      @Nullable String milliseconds, @Nullable String secondsOrDate, Instant now) {
    Duration precise = milliseconds == null ? null : number(milliseconds, 1);
    if (precise != null || secondsOrDate == null) {
      return precise;
    }
    Duration seconds = number(secondsOrDate, 1_000);
    return seconds == null ? date(secondsOrDate, now) : seconds;
  }

  private static @Nullable Duration number(String text, int unitMillis) {
    try {
      double millis = Double.parseDouble(text.strip()) * unitMillis;
      return Double.isNaN(millis) || millis < 0 ? null : bounded(millis);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Duration bounded(double millis) {
    return millis > (double) LONGEST.toMillis()
        ? LONGEST
        : Duration.ofMillis((long) Math.ceil(millis));
  }

  private static @Nullable Duration date(String text, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return at.isBefore(now)
          ? Duration.ZERO
          : bounded((double) Duration.between(now, at).toMillis());
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
