package dev.fairway.inference.routing;

import java.util.concurrent.atomic.AtomicLong;

/// Keeps extra calls to a share of all calls, however many fail: every call pays a share of one
/// extra call in, every extra call takes a whole one out. A few are there from the start, for
/// routes with little traffic. Without a lock, for any number of threads.
final class RetryBudget {
  static final int AT_START = 10;
  private static final long WHOLE = 1_000_000;
  private static final long MOST = 100 * WHOLE;

  private final AtomicLong balance = new AtomicLong(AT_START * WHOLE);
  private final long perCall;

  RetryBudget(double share) {
    this.perCall = Math.round(share * WHOLE);
  }

  void call() {
    if (balance.addAndGet(perCall) > MOST) {
      balance.accumulateAndGet(MOST, Math::min);
    }
  }

  boolean take() {
    if (perCall == 0) {
      return false;
    }
    long before = balance.get();
    while (before >= WHOLE) {
      if (balance.compareAndSet(before, before - WHOLE)) {
        return true;
      }
      before = balance.get();
    }
    return false;
  }
}
