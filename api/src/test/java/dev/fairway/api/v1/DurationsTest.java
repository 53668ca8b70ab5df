package dev.fairway.api.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "30s,PT30S",
    "5m,PT5M",
    "1h,PT1H",
    "1.2s,PT1.2S",
    "250ms,PT0.25S",
    "1m30s,PT1M30S",
    "0s,PT0S"
  })
  void reads(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "5d", "-1s", "1 s", "99999999999999999999h"})
  void refuses(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 30s");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT1.2S,1.2s",
    "PT0.035S,0.035s",
    "PT2M,2m",
    "PT1H1M5S,1h1m5s",
    "PT10S,10s",
    "PT0.0001S,0s"
  })
  void writes(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "59s", "120s", "3600s", "1m", "60m", "1m30s", "1h"})
  void theTimeoutPatternAcceptsOneSecondToOneHour(String text) {
    assertThat(text).matches(Durations.ONE_SECOND_TO_ONE_HOUR);
    assertThat(Durations.parse(text)).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "3601s", "4000s", "61m", "2h", "1h1s", "0m", "60m1s", "500ms", "1"})
  void theTimeoutPatternRefusesTheRest(String text) {
    assertThat(text).doesNotMatch(Durations.ONE_SECOND_TO_ONE_HOUR);
  }
}
