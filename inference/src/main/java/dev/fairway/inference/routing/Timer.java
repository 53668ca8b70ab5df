package dev.fairway.inference.routing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Time for the parts that must wake up by themselves: a monotonic clock, and calls at a moment of
/// it. An event loop, a simulation or the system's own clock can be one. Thread-safe.
public interface Timer {
  /// Nanoseconds on the clock that all times of this package are given on.
  long nanoTime();

  /// Runs a short task that does not block, at that moment or soon after.
  void at(long nanoTime, Runnable task);

  /// The clock of [System#nanoTime] with the JDK's shared delay thread.
  static Timer system() {
    return new Timer() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void at(long nanoTime, Runnable task) {
        long delay = Math.max(0, nanoTime - System.nanoTime());
        CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS).execute(task);
      }
    };
  }
}
