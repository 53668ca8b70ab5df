package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration PLENTY = Duration.ofMinutes(5);
  private final RetryPolicy policy = RetryPolicy.DEFAULT;

  @Test
  void waitsAsLongAsTheProviderAsks() {
    assertThat(policy.next(1, throttled(Duration.ofSeconds(20)), PLENTY, 0))
        .contains(Duration.ofSeconds(20));
  }

  @Test
  void givesUpWhenTheWaitDoesNotFitTheDeadline() {
    assertThat(policy.next(1, throttled(Duration.ofSeconds(20)), Duration.ofSeconds(20), 0))
        .isEmpty();
  }

  @Test
  void doublesItsOwnWaitAndShortensItByChance() {
    assertThat(policy.next(1, throttled(null), PLENTY, 0)).contains(Duration.ofMillis(500));
    assertThat(policy.next(2, throttled(null), PLENTY, 0)).contains(Duration.ofSeconds(1));
    assertThat(policy.next(2, throttled(null), PLENTY, 1)).contains(Duration.ofMillis(750));
  }

  @Test
  void callsNoMoreOftenThanAllowed() {
    assertThat(policy.next(3, throttled(null), PLENTY, 0)).isEmpty();
    assertThat(RetryPolicy.NEVER.next(1, throttled(null), PLENTY, 0)).isEmpty();
  }

  @Test
  void neverBuysTwice() {
    assertThat(policy.next(1, unavailable(true), PLENTY, 0)).isEmpty();
    assertThat(policy.next(1, unavailable(false), PLENTY, 0)).isPresent();
    assertThat(policy.next(1, new ModelFailure.Malformed("x"), PLENTY, 0)).isEmpty();
    assertThat(policy.next(1, new ModelFailure.Unauthorized("x"), PLENTY, 0)).isEmpty();
  }

  @Test
  void readsEveryFormOfRetryAfter() {
    Instant now = Instant.parse("2026-11-24T20:00:00Z");
    assertThat(RetryAfter.read(null, "7", now)).isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryAfter.read(null, "0.5", now)).isEqualTo(Duration.ofMillis(500));
    assertThat(RetryAfter.read("20", "7", now)).isEqualTo(Duration.ofMillis(20));
    assertThat(RetryAfter.read("x", "7", now)).isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryAfter.read(null, "Tue, 24 Nov 2026 20:00:30 GMT", now))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.read(null, "Tue, 24 Nov 2026 19:00:00 GMT", now))
        .isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.read(null, "99999999999999999999", now)).isEqualTo(Duration.ofDays(366));
    assertThat(RetryAfter.read(null, "-1", now)).isNull();
    assertThat(RetryAfter.read(null, "soon", now)).isNull();
    assertThat(RetryAfter.read(null, null, now)).isNull();
  }

  /// Timers that count milliseconds in 32 bits would fire at once.
  @Test
  void aWaitBeyondThirtyTwoBitsOfMillisecondsIsNoShortOne() {
    Instant now = Instant.parse("2026-11-24T20:00:00Z");
    long beyond = 1L << 31;
    assertThat(RetryAfter.read(Long.toString(beyond), null, now))
        .isEqualTo(Duration.ofMillis(beyond));
    Duration seconds = RetryAfter.read(null, Long.toString(beyond / 1000 + 1), now);
    assertThat(seconds).isEqualTo(Duration.ofSeconds(beyond / 1000 + 1));
    assertThat(policy.next(1, throttled(seconds), PLENTY, 0)).isEmpty();
  }

  private static ModelFailure throttled(@Nullable Duration wait) {
    return new ModelFailure.Throttled("busy", wait);
  }

  private static ModelFailure unavailable(boolean sent) {
    return new ModelFailure.Unavailable("down", null, null, sent);
  }
}
