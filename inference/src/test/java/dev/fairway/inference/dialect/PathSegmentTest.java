package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathSegmentTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-5.5_x~1,gpt-5.5_x~1",
    "a/../b?c=d#e,a%2F..%2Fb%3Fc%3Dd%23e",
    "..,%2E%2E",
    "é b,%C3%A9%20b"
  })
  void keepsANameInsideItsStep(String name, String step) {
    assertThat(PathSegment.encode(name)).isEqualTo(step);
    assertThat(PathSegment.decode(step)).isEqualTo(name);
  }

  @Property(tries = 200)
  void whatWasEncodedIsDecoded(@ForAll String name) {
    String sound = new String(name.getBytes(UTF_8), UTF_8);
    assertThat(PathSegment.encode(sound)).matches("[A-Za-z0-9\\-._~%]*");
    assertThat(PathSegment.decode(PathSegment.encode(sound))).isEqualTo(sound);
  }
}
