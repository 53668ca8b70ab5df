package dev.fairway.apiserver.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps writes in a log before anybody sees them.
///
/// One thread writes, forces and publishes batch after batch. While it forces one batch the next
/// fills, so one force serves every writer that came meanwhile. What waits is bounded by the number
/// of writers: each waits for its own write.
///
/// When the log has grown, a new one is begun and the state at that point is written beside it by a
/// second thread; then the old log goes.
final class LogJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(LogJournal.class);

  /// A batch that is full is followed by a second one: frames stay of a size that is read at once.
  private static final long BATCH_BYTES = 16L << 20;

  private final LogFolder folder;
  private final History history;
  private final long logBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
  private final Thread writer;
  private final LogRecord.Writer records = new LogRecord.Writer();
  private Frames log;
  private @Nullable Thread snapshots;
  private volatile long snapshotBytes;
  private volatile boolean closed;
  private volatile @Nullable StoreFailure failure;

  /// @param logBytes a log of this size (or of the size of the last snapshot, if that is larger) is
  ///   replaced by a snapshot
  LogJournal(LogFolder folder, Frames log, History history, long logBytes) {
    this.folder = folder;
    this.log = log;
    this.history = history;
    this.logBytes = logBytes;
    this.writer = Thread.ofPlatform().daemon().name("store-log").start(this::writeBatches);
  }

  private record Entry(State after, Change change) {}

  private static final class Batch implements Receipt {
    private final List<Entry> entries = new ArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private long bytes;
    private volatile @Nullable StoreFailure failure;

    void add(Entry entry) {
      entries.add(entry);
      bytes += entry.change.current().json().length;
    }

    /// The first outcome counts.
    void finish(@Nullable StoreFailure with) {
      if (done.getCount() > 0) {
        failure = with;
        done.countDown();
      }
    }

    @Override
    public void await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      StoreFailure failed = failure;
      if (failed != null) {
        throw new StoreFailure(String.valueOf(failed.getMessage()), failed);
      }
    }
  }

  @Override
  public Receipt append(State after, Change change) {
    lock.lock();
    try {
      StoreFailure failed = failure;
      if (failed != null) {
        throw new StoreFailure(String.valueOf(failed.getMessage()), failed);
      }
      Batch last = waiting.peekLast();
      if (last == null || last.bytes >= BATCH_BYTES) {
        last = new Batch();
        waiting.add(last);
      }
      last.add(new Entry(after, change));
      changed.signal();
      return last;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    join(writer);
    Thread snapshot = snapshots;
    if (snapshot != null) {
      join(snapshot);
    }
    closeLog();
    folder.close();
  }

  private void writeBatches() {
    for (Batch batch = take(); batch != null; batch = take()) {
      try {
        write(batch);
        publish(batch);
        batch.finish(null);
        beginNewLogWhenLarge(batch);
      } catch (IOException | RuntimeException e) {
        fail(batch, e);
        return;
      }
    }
  }

  private @Nullable Batch take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  private void write(Batch batch) throws IOException {
    batch.entries.forEach(entry -> records.add(LogRecord.of(entry.change)));
    log.append(records.take());
    log.force();
  }

  private void publish(Batch batch) {
    batch.entries.forEach(entry -> history.publish(entry.after, entry.change));
    batch.entries.stream()
        .map(entry -> entry.change.current().key().type())
        .distinct()
        .forEach(history::wake);
  }

  private void beginNewLogWhenLarge(Batch batch) throws IOException {
    Thread running = snapshots;
    boolean busy = running != null && running.isAlive();
    if (busy || log.position() < Math.max(logBytes, snapshotBytes)) {
      return;
    }
    State state = batch.entries.getLast().after;
    Frames full = log;
    log = folder.beginLog(state.revision());
    full.close();
    snapshots = Thread.ofPlatform().daemon().name("store-snapshot").start(() -> snapshot(state));
  }

  /// When this fails the old log stays, and the next attempt comes when the new one is full.
  private void snapshot(State state) {
    try {
      snapshotBytes = folder.writeSnapshot(state, () -> closed);
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot write a snapshot at revision {}; the log grows", state.revision(), e);
    }
  }

  /// Whether the batch reached the disk is unknown, so nothing may be written behind it.
  private void fail(Batch batch, Exception cause) {
    StoreFailure failed =
        new StoreFailure(
            "cannot write "
                + log.path()
                + " ("
                + cause.getMessage()
                + "); the store takes no more writes until it is opened again",
            cause);
    LOG.error("the store stops writing", failed);
    lock.lock();
    try {
      failure = failed;
      batch.finish(failed);
      waiting.forEach(later -> later.finish(failed));
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  private void closeLog() {
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("cannot close {}", log.path(), e);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
