package dev.fairway.apiserver.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A place in the changes of one type.
final class Cursor implements Watch {
  private static final int MOST_AT_ONCE = 1000;

  private final History history;
  private final ChangeRing ring;
  private volatile long position;
  private volatile boolean closed;
  private volatile @Nullable Thread reader;

  Cursor(History history, ChangeRing ring, long after) {
    this.history = history;
    this.ring = ring;
    this.position = after;
  }

  @Override
  public List<Change> next(Duration wait) throws InterruptedException {
    List<Change> ready = advance();
    return ready.isEmpty() && wait.isPositive() ? await(wait) : ready;
  }

  @Override
  public long revision() {
    return position;
  }

  @Override
  public boolean closed() {
    return closed || history.closed();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(reader);
  }

  /// Looks again after it can be woken: what was published in between woke nobody.
  private List<Change> await(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    reader = Thread.currentThread();
    ring.enter();
    try {
      while (true) {
        List<Change> ready = advance();
        long left = deadline - System.nanoTime();
        if (!ready.isEmpty() || closed() || left <= 0) {
          return ready;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      ring.leave();
      reader = null;
    }
  }

  /// The published revision is read first: every change up to it is in the ring by then.
  private List<Change> advance() {
    if (closed()) {
      return List.of();
    }
    long upTo = history.newest().revision();
    List<Change> changes = ring.between(position, upTo, MOST_AT_ONCE);
    position = changes.size() == MOST_AT_ONCE ? changes.getLast().revision() : upTo;
    return changes;
  }
}
