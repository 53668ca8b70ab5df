package dev.fairway.metering.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @ParameterizedTest
  @CsvSource({
    "MINUTE, 2026-11-22T10:00:59.999Z, m202611221000, 2026-11-22T10:01:00Z",
    "DAY,    2026-11-22T23:59:59Z,     d20261122,     2026-11-23T00:00:00Z",
    "WEEK,   2026-11-22T10:00:00Z,     w20261116,     2026-11-23T00:00:00Z",
    "WEEK,   2026-11-23T00:00:00Z,     w20261123,     2026-11-30T00:00:00Z",
    "WEEK,   2027-01-01T12:00:00Z,     w20261228,     2027-01-04T00:00:00Z",
    "MONTH,  2026-12-31T23:59:59Z,     M202612,       2027-01-01T00:00:00Z",
    "MONTH,  2028-02-29T00:00:00Z,     M202802,       2028-03-01T00:00:00Z"
  })
  void namesTheWindowAndSaysWhenTheNextBegins(Window window, Instant at, String id, Instant end) {
    assertThat(window.id(at)).isEqualTo(id);
    assertThat(window.end(at)).isEqualTo(end);
    assertThat(window.start(end)).isEqualTo(end);
  }
}
