package dev.fairway.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for a condition up to a deadline; the failure says what was last seen. What it looks at is
/// looked at every 20 ms.
public final class Awaits {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Duration limit;

  private Awaits(Duration limit) {
    this.limit = limit;
  }

  /// Waits up to 30 seconds, which is long for a busy machine and short for a person.
  public static <T extends @Nullable Object> T await(
      String what, Supplier<? extends T> look, Predicate<? super T> condition) {
    return within(PATIENCE).until(what, look, condition);
  }

  public static Awaits within(Duration limit) {
    return new Awaits(limit);
  }

  /// The first thing seen that meets the condition.
  public <T extends @Nullable Object> T until(
      String what, Supplier<? extends T> look, Predicate<? super T> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    T seen = look.get();
    while (!condition.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited %d s until %s; last seen: %s".formatted(limit.toSeconds(), what, seen));
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
      seen = look.get();
    }
    return seen;
  }
}
