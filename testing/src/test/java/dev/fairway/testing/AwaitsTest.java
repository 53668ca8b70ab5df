package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitsTest {
  @Test
  void returnsTheFirstThingThatMeetsTheCondition() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(Awaits.<Integer>await("three", looks::incrementAndGet, n -> n == 3)).isEqualTo(3);
  }

  @Test
  void saysWhatItLastSawWhenTimeIsUp() {
    assertThatThrownBy(
            () -> Awaits.within(Duration.ZERO).until("it is red", () -> "green", "red"::equals))
        .hasMessageContaining("until it is red; last seen: green");
  }
}
