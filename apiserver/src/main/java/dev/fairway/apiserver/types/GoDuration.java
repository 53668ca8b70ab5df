package dev.fairway.apiserver.types;

import java.math.BigDecimal;

/// Durations as Go prints them: `1h0m0s`, `1m30s`, `1.5s`, `250ms`, `0s`.
final class GoDuration {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000 * MICRO;
  private static final long SECOND = 1_000 * MILLI;

  private GoDuration() {}

  static String format(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    long size = Math.abs(nanos);
    if (size < MICRO) {
      return sign + size + "ns";
    }
    if (size < MILLI) {
      return sign + in(size, MICRO) + "µs";
    }
    if (size < SECOND) {
      return sign + in(size, MILLI) + "ms";
    }
    long hours = size / (3600 * SECOND);
    long minutes = size / (60 * SECOND) % 60;
    String seconds = in(size % (60 * SECOND), SECOND) + "s";
    String head = hours > 0 ? hours + "h" + minutes + "m" : minutes > 0 ? minutes + "m" : "";
    return sign + head + seconds;
  }

  private static String in(long nanos, long unit) {
    return BigDecimal.valueOf(nanos)
        .divide(BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }
}
