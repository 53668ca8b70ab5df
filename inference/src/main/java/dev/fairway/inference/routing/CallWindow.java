package dev.fairway.inference.routing;

import java.util.concurrent.atomic.AtomicLongArray;

/// Calls and failures of the last while, in ten slots. For any number of threads without a lock: a
/// slot is one `long` of its number (24 bits), failures and calls (20 bits each; full slots count
/// no further).
final class CallWindow {
  private static final int SLOTS = 10;
  private static final int COUNT_BITS = 20;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long NUMBER_MASK = (1L << 24) - 1;

  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
  private final long slotNanos;

  CallWindow(long lengthNanos) {
    this.slotNanos = Math.max(1, lengthNanos / SLOTS);
  }

  void add(boolean failed, long now) {
    long number = number(now);
    int index = index(number);
    while (true) {
      long before = slots.get(index);
      long live = before >>> (2 * COUNT_BITS) == number ? before : number << (2 * COUNT_BITS);
      if ((live & COUNT_MASK) == COUNT_MASK
          || slots.compareAndSet(index, before, live + (failed ? (1L << COUNT_BITS) + 1 : 1))) {
        return;
      }
    }
  }

  int calls(long now) {
    return sum(now, 0);
  }

  int failures(long now) {
    return sum(now, COUNT_BITS);
  }

  void clear() {
    for (int i = 0; i < SLOTS; i++) {
      slots.set(i, 0);
    }
  }

  private int sum(long now, int shift) {
    long newest = number(now);
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      long slot = slots.get(i);
      long age = (newest - (slot >>> (2 * COUNT_BITS))) & NUMBER_MASK;
      if (age < SLOTS) {
        sum += (slot >>> shift) & COUNT_MASK;
      }
    }
    return (int) sum;
  }

  private long number(long now) {
    return Math.floorDiv(now, slotNanos) & NUMBER_MASK;
  }

  private static int index(long number) {
    return (int) (number % SLOTS);
  }
}
