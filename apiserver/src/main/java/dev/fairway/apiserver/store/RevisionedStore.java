package dev.fairway.apiserver.store;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one engine: the newest state behind a writer's lock, a journal that decides when a write
/// counts, and the history that readers see.
///
/// Writers compare against the newest state, which may not be visible yet. A writer that loses
/// against such a state is told only when that state is visible, so that what it reads next is what
/// it lost against.
final class RevisionedStore implements ResourceStore {
  private final ReentrantLock writing = new ReentrantLock();
  private final History history;
  private final Journal journal;
  private State head;
  private Journal.Receipt last = () -> {};
  private boolean closed;

  RevisionedStore(History history, Journal journal) {
    this.history = history;
    this.journal = journal;
    this.head = history.newest();
  }

  @Override
  public Stored create(Key key, Map<String, Object> object) {
    Encoding encoding = Encoding.of(object);
    return write(
        key,
        (revision, current) ->
            current != null
                ? null
                : new Change(
                    Change.Kind.ADDED, null, new Stored(key, revision, encoding.at(revision))));
  }

  @Override
  public Stored update(Key key, long expected, Map<String, Object> object) {
    Encoding encoding = Encoding.of(object);
    return write(
        key,
        (revision, current) ->
            current == null || current.revision() != expected
                ? null
                : new Change(
                    Change.Kind.MODIFIED,
                    current,
                    new Stored(key, revision, encoding.at(revision))));
  }

  @Override
  public Stored delete(Key key, long expected) {
    return write(
        key,
        (revision, current) ->
            current == null || current.revision() != expected
                ? null
                : new Change(
                    Change.Kind.DELETED,
                    current,
                    new Stored(key, revision, Encoding.restamp(current.json(), revision))));
  }

  @Override
  public Snapshot snapshot() {
    return history.newest();
  }

  @Override
  public Snapshot snapshot(long revision) {
    return history.at(revision);
  }

  @Override
  public Watch watch(ResourceType type, long after) {
    return history.watch(type, after);
  }

  @Override
  public void compact(long revision) {
    history.compact(revision);
  }

  @Override
  public void close() {
    writing.lock();
    try {
      closed = true;
    } finally {
      writing.unlock();
    }
    history.close();
    journal.close();
  }

  @FunctionalInterface
  private interface Decision {
    /// The change to make at this revision, or null when the current state is not the expected one.
    @Nullable Change decide(long revision, @Nullable Stored current);
  }

  private Stored write(Key key, Decision decision) {
    @Nullable Stored current;
    @Nullable Change change;
    Journal.Receipt receipt;
    writing.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      current = head.get(key).orElse(null);
      change = decision.decide(head.revision() + 1, current);
      if (change != null) {
        State next = head.after(change);
        last = journal.append(next, change);
        head = next;
      }
      receipt = last;
    } finally {
      writing.unlock();
    }
    receipt.await();
    if (change == null) {
      throw new StoreConflict(key, current);
    }
    return change.current();
  }
}
