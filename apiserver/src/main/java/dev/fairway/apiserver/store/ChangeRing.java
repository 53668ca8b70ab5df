package dev.fairway.apiserver.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The latest changes of one type, in revision order, and the readers waiting for more.
///
/// Keeps every change for at least [#KEPT_MILLIS] unless there are more than [#MOST], and never
/// fewer than the last [#FEWEST]: a watch that is broken off can be resumed within that time.
final class ChangeRing {
  static final int FEWEST = 100;
  static final int MOST = 102_400;
  static final long KEPT_MILLIS = 75_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private @Nullable Change[] changes = new Change[FEWEST];
  private long[] millis = new long[FEWEST];
  private int start;
  private int size;
  private long dropped;

  /// @param complete changes behind this revision, and only those, will be added
  ChangeRing(long complete) {
    dropped = complete;
  }

  void add(Change change, long now) {
    lock.lock();
    try {
      dropWhatIsOld(now);
      if (size == changes.length) {
        resize(Math.min(MOST, size * 2));
      }
      int slot = slot(size++);
      changes[slot] = change;
      millis[slot] = now;
    } finally {
      lock.unlock();
    }
  }

  /// Up to `limit` changes behind one revision and not behind the other.
  ///
  /// @throws RevisionCompacted when changes behind `after` were dropped
  List<Change> between(long after, long upTo, int limit) {
    lock.lock();
    try {
      if (after < dropped) {
        throw new RevisionCompacted(after, dropped);
      }
      int from = firstBehind(after);
      List<Change> found = new ArrayList<>(Math.min(limit, size - from));
      for (int i = from; i < size && found.size() < limit && at(i).revision() <= upTo; i++) {
        found.add(at(i));
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  void dropUpTo(long revision) {
    lock.lock();
    try {
      while (size > 0 && at(0).revision() <= revision) {
        dropFirst();
      }
      dropped = Math.max(dropped, revision);
    } finally {
      lock.unlock();
    }
  }

  /// The calling thread will be woken by [#wake] until it leaves.
  void enter() {
    waiting.add(Thread.currentThread());
  }

  void leave() {
    waiting.remove(Thread.currentThread());
  }

  void wake() {
    waiting.forEach(LockSupport::unpark);
  }

  private void dropWhatIsOld(long now) {
    while (size == MOST || (size >= FEWEST && now - millis[start] > KEPT_MILLIS)) {
      dropFirst();
    }
    if (changes.length > 4 * Math.max(size, FEWEST)) {
      resize(changes.length / 2);
    }
  }

  private void dropFirst() {
    dropped = at(0).revision();
    changes[start] = null;
    start = slot(1);
    size--;
  }

  private void resize(int length) {
    @Nullable Change[] newChanges = new Change[length];
    long[] newMillis = new long[length];
    for (int i = 0; i < size; i++) {
      newChanges[i] = at(i);
      newMillis[i] = millis[slot(i)];
    }
    changes = newChanges;
    millis = newMillis;
    start = 0;
  }

  private int firstBehind(long revision) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Change at(int index) {
    return Objects.requireNonNull(changes[slot(index)]);
  }

  private int slot(int index) {
    return (start + index) % changes.length;
  }
}
