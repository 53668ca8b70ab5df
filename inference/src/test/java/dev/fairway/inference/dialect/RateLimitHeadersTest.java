package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.chat.RateLimits.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RateLimits LIMITS =
      new RateLimits(
          new Window(1_000L, 999L, Duration.ofMillis(60)),
          new Window(500_000L, 499_000L, Duration.ofMinutes(6)),
          null,
          null);

  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version(AnthropicDialect.NEWEST_VERSION);

  @ParameterizedTest
  @CsvSource({
    "12ms, 12",
    "1s, 1000",
    "6m0s, 360000",
    "1h2m3.5s, 3723500",
    "2m59.56s, 179560",
    "30, 30000",
    "0s, 0",
    "1d, 86400000"
  })
  void readsResets(String text, long millis) {
    assertThat(RateLimitHeaders.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "soon", "1x", "s", "-1s", "1s later", "99999999999d"})
  void whatIsNoResetIsNotTold(String text) {
    assertThat(RateLimitHeaders.duration(text)).isNull();
  }

  @Test
  void opensWithOpenAisNames() {
    assertThat(openAi.writeLimits(LIMITS, NOW))
        .containsEntry("x-ratelimit-limit-requests", "1000")
        .containsEntry("x-ratelimit-remaining-requests", "999")
        .containsEntry("x-ratelimit-reset-requests", "60ms")
        .containsEntry("x-ratelimit-reset-tokens", "6m0s")
        .hasSize(6);
  }

  @Test
  void anthropicsResetsAreTimes() {
    assertThat(anthropic.writeLimits(LIMITS, NOW))
        .containsEntry("anthropic-ratelimit-requests-limit", "1000")
        .containsEntry("anthropic-ratelimit-tokens-remaining", "499000")
        .containsEntry("anthropic-ratelimit-requests-reset", "2026-01-01T00:00:01Z")
        .containsEntry("anthropic-ratelimit-tokens-reset", "2026-01-01T00:06:00Z")
        .hasSize(6);
  }

  @Test
  void whatWasWrittenIsReadAgain() {
    Map<String, String> written = openAi.writeLimits(LIMITS, NOW);
    assertThat(openAi.readLimits(written::get, NOW)).isEqualTo(LIMITS);
    RateLimits split =
        new RateLimits(
            null, null, new Window(10L, 9L, Duration.ofSeconds(5)), new Window(10L, null, null));
    Map<String, String> headers = anthropic.writeLimits(split, NOW);
    assertThat(anthropic.readLimits(headers::get, NOW)).isEqualTo(split);
  }

  @Test
  void mistralNamesItsWindows() {
    Map<String, String> headers =
        Map.of("x-ratelimit-limit-req-minute", "60", "x-ratelimit-remaining-req-minute", "59");
    assertThat(OpenAiDialect.mistral().readLimits(headers::get, NOW).requests())
        .isEqualTo(new Window(60L, 59L, null));
  }

  @Test
  void nonsenseIsNoReasonToFail() {
    assertThat(openAi.readLimits(_ -> "nonsense", NOW)).isEqualTo(RateLimits.UNKNOWN);
    assertThat(anthropic.readLimits(_ -> "nonsense", NOW)).isEqualTo(RateLimits.UNKNOWN);
    assertThat(openAi.readLimits(_ -> null, NOW)).isEqualTo(RateLimits.UNKNOWN);
  }
}
