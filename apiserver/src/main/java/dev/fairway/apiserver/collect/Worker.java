package dev.fairway.apiserver.collect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys to look at, and the virtual threads that do. A key waits once however often it is added,
/// and is never looked at by two threads at a time. A look that fails is repeated after a pause
/// that doubles up to [#LONGEST_PAUSE].
///
/// What waits is bounded by the number of distinct keys.
final class Worker<K> implements AutoCloseable {
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final int FAILURES_BEFORE_WARNING = 8;
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /// Looks at the newest state behind a key and does what is due. Must be repeatable.
  @FunctionalInterface
  interface Look<K> {
    /// Returns after which time to look again; empty when only a change can make that necessary.
    Optional<Duration> at(K key) throws InterruptedException;
  }

  private record Due<K>(long nanos, long order, K key) implements Comparable<Due<K>> {
    @Override
    public int compareTo(Due<K> other) {
      int byTime = Long.signum(nanos - other.nanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final String name;
  private final Look<K> look;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<Due<K>> waiting = new TreeSet<>();
  private final Map<K, Due<K>> waitingByKey = new HashMap<>();
  private final Set<K> running = new HashSet<>();
  private final Set<K> addedWhileRunning = new HashSet<>();
  private final Map<K, Integer> failures = new HashMap<>();
  private long order;
  private boolean closed;

  Worker(String name, int threadCount, Look<K> look) {
    this.name = name;
    this.look = look;
    for (int i = 0; i < threadCount; i++) {
      threads.add(Thread.ofVirtual().name(name + "-" + i).unstarted(this::work));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  void add(K key) {
    add(key, Duration.ZERO);
  }

  /// An earlier time replaces a later one.
  void add(K key, Duration after) {
    lock.lock();
    try {
      if (running.contains(key) && after.isZero()) {
        addedWhileRunning.add(key);
        return;
      }
      Due<K> due = new Due<>(System.nanoTime() + after.toNanos(), order++, key);
      Due<K> known = waitingByKey.get(key);
      if (known == null || due.nanos - known.nanos < 0) {
        if (known != null) {
          waiting.remove(known);
        }
        waiting.add(due);
        waitingByKey.put(key, due);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Looks that are under way are interrupted, and over when this returns.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      for (K key = take(); key != null; key = take()) {
        lookAt(key);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private @Nullable K take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Due<K> next = waiting.isEmpty() ? null : waiting.first();
        if (next == null) {
          changed.await();
          continue;
        }
        long left = next.nanos - System.nanoTime();
        if (left > 0) {
          changed.awaitNanos(left);
        } else if (waiting.remove(next)) {
          waitingByKey.remove(next.key);
          if (running.add(next.key)) {
            return next.key;
          }
          addedWhileRunning.add(next.key);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void lookAt(K key) throws InterruptedException {
    try {
      Optional<Duration> again = look.at(key);
      boolean addedMeanwhile = finish(key, true);
      if (addedMeanwhile) {
        add(key);
      }
      again.ifPresent(after -> add(key, after));
    } catch (RuntimeException e) {
      finish(key, false);
      if (!isClosed()) {
        add(key, pauseAfter(key, e));
      }
    }
  }

  /// Returns whether the key was added while it was looked at.
  private boolean finish(K key, boolean succeeded) {
    lock.lock();
    try {
      running.remove(key);
      if (succeeded) {
        failures.remove(key);
      }
      return addedWhileRunning.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private Duration pauseAfter(K key, RuntimeException failure) {
    int count;
    lock.lock();
    try {
      count = failures.merge(key, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
    if (count == FAILURES_BEFORE_WARNING) {
      LOG.warn("{}: {} failed {} times, last: {}", name, key, count, failure.toString());
    } else {
      LOG.debug("{}: {} failed", name, key, failure);
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 12));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
