package dev.fairway.testing.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What a [Simulator] has received. Any thread may read it at any time.
public final class Journal {
  /// Requests kept; older ones are forgotten, but stay counted.
  public static final int MAX_KEPT = 20_000;

  private final Deque<Received> kept = new ArrayDeque<>();
  private final Map<String, Integer> byText = new HashMap<>();
  private final LongAdder calls = new LongAdder();
  private final Object leaving = new Object();
  private long left;

  Journal() {}

  /// Model calls so far, answered or not. Lists of models and counts of tokens are none.
  public long calls() {
    return calls.sum();
  }

  /// Model calls whose last user text is exactly this one.
  public int calls(String text) {
    synchronized (kept) {
      return byText.getOrDefault(text, 0);
    }
  }

  /// Calls during which the client went away before the answer was complete.
  public long clientsLeft() {
    synchronized (leaving) {
      return left;
    }
  }

  /// Waits until clients have gone away during that many calls.
  ///
  /// @return whether they have, before the time was over
  public boolean awaitClientsLeft(long count, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (leaving) {
      while (left < count) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        leaving.wait(millis);
      }
      return true;
    }
  }

  /// The requests still kept, oldest first.
  public List<Received> requests() {
    synchronized (kept) {
      return new ArrayList<>(kept);
    }
  }

  /// The newest request.
  ///
  /// @throws java.util.NoSuchElementException when there was none
  public Received last() {
    synchronized (kept) {
      return kept.getLast();
    }
  }

  public void clear() {
    synchronized (kept) {
      kept.clear();
      byText.clear();
    }
    calls.reset();
    synchronized (leaving) {
      left = 0;
    }
  }

  /// Counts a model call without keeping it.
  void count() {
    calls.increment();
  }

  /// Takes note of a request and says how often its text has come, this time included.
  int add(Received request, boolean spends) {
    if (spends) {
      calls.increment();
    }
    synchronized (kept) {
      if (kept.size() == MAX_KEPT) {
        kept.removeFirst();
      }
      kept.addLast(request);
      return !spends ? 0 : byText.merge(request.text(), 1, Integer::sum);
    }
  }

  void clientLeft() {
    synchronized (leaving) {
      left++;
      leaving.notifyAll();
    }
  }
}
