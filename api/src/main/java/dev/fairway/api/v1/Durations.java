package dev.fairway.api.v1;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as resources write them: numbers with a unit, such as `30s`, `1.5s`, `250ms`, `1m30s`,
/// `1h`.
public final class Durations {
  /// Any duration.
  public static final String PATTERN = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";

  /// The range as a pattern, so that no CEL rule is needed: seconds up to 3600, minutes up to 60
  /// with or without seconds, or one hour.
  public static final String ONE_SECOND_TO_ONE_HOUR =
      "^(([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)s|([1-9]|[1-5][0-9]|60)m|([1-9]|[1-5][0-9])m([1-9]|[1-5][0-9])s|1h)$";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");

  private Durations() {}

  /// Reads a duration.
  ///
  /// @throws IllegalArgumentException when the text is none or does not fit a [Duration]
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) throw invalid(text, null);
    try {
      return PART.matcher(text)
          .results()
          .map(part -> of(part.group(1), part.group(2)))
          .reduce(Duration.ZERO, Duration::plus);
    } catch (ArithmeticException e) {
      throw invalid(text, e);
    }
  }

  /// Writes a duration to the millisecond, in seconds below one minute: `1.2s`, `0.035s`, `2m`,
  /// `1h1m5s`.
  ///
  /// @throws IllegalArgumentException when it is negative
  public static String format(Duration duration) {
    if (duration.isNegative())
      throw new IllegalArgumentException("a duration cannot be negative: " + duration);
    var text = new StringBuilder();
    if (duration.toHours() > 0) text.append(duration.toHours()).append('h');
    if (duration.toMinutesPart() > 0) text.append(duration.toMinutesPart()).append('m');
    var seconds = BigDecimal.valueOf(duration.toSecondsPart() * 1000L + duration.toMillisPart(), 3);
    if (seconds.signum() > 0 || text.isEmpty()) text.append(plain(seconds)).append('s');
    return text.toString();
  }

  private static Duration of(String number, String unit) {
    long nanosPerUnit =
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        };
    var nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(nanosPerUnit)).toBigInteger();
    var perSecond = BigInteger.valueOf(1_000_000_000L);
    return Duration.ofSeconds(
        nanos.divide(perSecond).longValueExact(), nanos.mod(perSecond).longValueExact());
  }

  private static String plain(BigDecimal seconds) {
    return seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
  }

  private static IllegalArgumentException invalid(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException("not a duration such as 30s, 5m or 1h: " + text, cause);
  }
}
