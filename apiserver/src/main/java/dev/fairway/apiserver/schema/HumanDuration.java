package dev.fairway.apiserver.schema;

import java.time.Duration;

/// A duration as kubectl shows an age: two or three significant figures
/// (`apimachinery/pkg/util/duration`).
public final class HumanDuration {
  private static final long YEAR_HOURS = 24 * 365;

  private HumanDuration() {}

  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = seconds / 60;
    long hours = minutes / 60;
    if (duration.toMillis() <= -2000) {
      return "<invalid>";
    }
    if (duration.isNegative()) {
      return "0s";
    }
    if (seconds < 120) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return pair(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    if (hours < 8) {
      return pair(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (hours < 24 * 8) {
      return pair(hours / 24, "d", hours % 24, "h");
    }
    if (hours < YEAR_HOURS * 2) {
      return hours / 24 + "d";
    }
    if (hours < YEAR_HOURS * 8) {
      return pair(hours / YEAR_HOURS, "y", hours / 24 % 365, "d");
    }
    return hours / YEAR_HOURS + "y";
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }
}
