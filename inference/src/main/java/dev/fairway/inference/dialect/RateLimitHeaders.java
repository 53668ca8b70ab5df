package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.chat.RateLimits.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rate limits in the headers of answers. What cannot be understood counts as not told: limits are
/// a help, never a reason to fail.
final class RateLimitHeaders {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern PIECE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|d|h|m|s)");

  private RateLimitHeaders() {}

  /// `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, resets as `12ms`, `1s` or `6m0s`.
  static RateLimits readOpenAi(Dialect.Headers headers) {
    return new RateLimits(
        openAi(headers, "requests", "req-minute"),
        openAi(headers, "tokens", "tokens-minute"),
        null,
        null);
  }

  /// @param mistrals Mistral's name of the same
  private static @Nullable Window openAi(Dialect.Headers headers, String name, String mistrals) {
    String what = headers.value("x-ratelimit-limit-" + mistrals) == null ? name : mistrals;
    return Window.of(
        count(headers.value("x-ratelimit-limit-" + what)),
        count(headers.value("x-ratelimit-remaining-" + what)),
        duration(headers.value("x-ratelimit-reset-" + what)));
  }

  static Map<String, String> writeOpenAi(RateLimits limits) {
    Map<String, String> headers = new LinkedHashMap<>();
    putOpenAi(headers, "requests", limits.requests());
    putOpenAi(headers, "tokens", limits.tokens());
    return headers;
  }

  private static void putOpenAi(Map<String, String> headers, String what, @Nullable Window window) {
    if (window != null) {
      put(headers, "x-ratelimit-limit-" + what, window.limit());
      put(headers, "x-ratelimit-remaining-" + what, window.remaining());
      Duration reset = window.resetsIn();
      put(headers, "x-ratelimit-reset-" + what, reset == null ? null : text(reset));
    }
  }

  /// `anthropic-ratelimit-{requests,tokens,...}-{limit,remaining,reset}`, resets as RFC 3339 times.
  static RateLimits readAnthropic(Dialect.Headers headers, Instant now) {
    return new RateLimits(
        anthropic(headers, "requests", now),
        anthropic(headers, "tokens", now),
        anthropic(headers, "input-tokens", now),
        anthropic(headers, "output-tokens", now));
  }

  private static @Nullable Window anthropic(Dialect.Headers headers, String what, Instant now) {
    String name = "anthropic-ratelimit-" + what;
    return Window.of(
        count(headers.value(name + "-limit")),
        count(headers.value(name + "-remaining")),
        until(headers.value(name + "-reset"), now));
  }

  static Map<String, String> writeAnthropic(RateLimits limits, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    putAnthropic(headers, "requests", limits.requests(), now);
    putAnthropic(headers, "tokens", limits.tokens(), now);
    putAnthropic(headers, "input-tokens", limits.inputTokens(), now);
    putAnthropic(headers, "output-tokens", limits.outputTokens(), now);
    return headers;
  }

  private static void putAnthropic(
      Map<String, String> headers, String what, @Nullable Window window, Instant now) {
    if (window != null) {
      String name = "anthropic-ratelimit-" + what;
      put(headers, name + "-limit", window.limit());
      put(headers, name + "-remaining", window.remaining());
      Duration reset = window.resetsIn();
      put(headers, name + "-reset", reset == null ? null : time(now.plus(reset)));
    }
  }

  /// Whole seconds, rounded up: nobody shall come too early.
  private static String time(Instant at) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    return (second.equals(at) ? second : second.plusSeconds(1)).toString();
  }

  private static void put(Map<String, String> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }

  private static @Nullable Long count(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /// A number without a unit is seconds.
  static @Nullable Duration duration(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String stripped = text.strip();
    boolean bare = Character.isDigit(stripped.charAt(stripped.length() - 1));
    String whole = bare ? stripped + "s" : stripped;
    Matcher piece = PIECE.matcher(whole);
    double seconds = 0;
    int at = 0;
    while (piece.find() && piece.start() == at) {
      seconds += Double.parseDouble(piece.group(1)) * seconds(piece.group(2));
      at = piece.end();
    }
    return at < whole.length() || seconds > LONGEST.toSeconds()
        ? null
        : Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static double seconds(String unit) {
    return switch (unit) {
      case "ms" -> 0.001;
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      default -> 86_400;
    };
  }

  private static String text(Duration duration) {
    long millis = Math.ceilDiv(duration.toNanos(), 1_000_000L);
    if (millis < 1_000) {
      return millis + "ms";
    }
    long seconds = Math.ceilDiv(millis, 1_000L);
    StringBuilder text = new StringBuilder();
    if (seconds >= 3_600) {
      text.append(seconds / 3_600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    return text.append(seconds % 60).append('s').toString();
  }

  private static @Nullable Duration until(@Nullable String time, Instant now) {
    if (time == null) {
      return null;
    }
    try {
      Duration left = Duration.between(now, OffsetDateTime.parse(time.strip()).toInstant());
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeException _) {
      return null;
    }
  }
}
