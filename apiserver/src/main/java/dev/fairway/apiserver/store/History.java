package dev.fairway.apiserver.store;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// What readers see: the newest published state, older states for exact reads, and the changes that
/// watches follow. One thread at a time publishes; everything else may be called by all.
///
/// A state is kept for [#KEPT] after a newer one replaced it, so that a list can be continued that
/// long, unless the kept states together hold back more than [#MOST_BYTES].
final class History {
  static final Duration KEPT = Duration.ofMinutes(5);
  static final long MOST_BYTES = 64L << 20;

  /// What one more version of the tree costs beside the object it replaces: the nodes on the way.
  private static final long BYTES_PER_STATE = 1024;

  private record Replaced(State state, long millis, long bytes) {}

  private final Clock clock;
  private final long first;
  private final ConcurrentHashMap<Long, Replaced> replaced = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ResourceType, ChangeRing> rings = new ConcurrentHashMap<>();
  private volatile State newest;
  private volatile long oldest;
  private volatile long compacted;
  private volatile boolean closed;
  private long heldBytes;

  History(State start, Clock clock) {
    this.clock = clock;
    this.first = start.revision();
    this.newest = start;
    this.oldest = start.revision();
  }

  State newest() {
    return newest;
  }

  /// Makes the next state visible. Watches see the change once [#wake] is called, or earlier.
  void publish(State next, Change change) {
    long now = clock.millis();
    long bytes =
        BYTES_PER_STATE + (change.previous() == null ? 0 : change.previous().json().length);
    ring(change.current().key().type()).add(change, now);
    replaced.put(newest.revision(), new Replaced(newest, now, bytes));
    heldBytes += bytes;
    newest = next;
    forgetWhatIsOld(now);
  }

  void wake(ResourceType type) {
    ring(type).wake();
  }

  State at(long revision) {
    State now = newest;
    if (revision == now.revision()) {
      return now;
    }
    if (revision > now.revision()) {
      throw new RevisionAhead(revision, now.revision());
    }
    Replaced old = revision < compacted ? null : replaced.get(revision);
    if (old == null) {
      throw new RevisionCompacted(revision, Math.max(oldest, compacted));
    }
    return old.state;
  }

  Watch watch(ResourceType type, long after) {
    long now = newest.revision();
    if (after > now) {
      throw new RevisionAhead(after, now);
    }
    if (after < compacted) {
      throw new RevisionCompacted(after, compacted);
    }
    ChangeRing ring = ring(type);
    ring.between(after, after, 1);
    return new Cursor(this, ring, after);
  }

  /// @throws RevisionAhead when the revision was not reached yet
  void compact(long revision) {
    if (revision > newest.revision()) {
      throw new RevisionAhead(revision, newest.revision());
    }
    synchronized (this) {
      compacted = Math.max(compacted, revision);
    }
    rings.values().forEach(ring -> ring.dropUpTo(revision));
  }

  boolean closed() {
    return closed;
  }

  void close() {
    closed = true;
    rings.values().forEach(ChangeRing::wake);
  }

  private ChangeRing ring(ResourceType type) {
    return rings.computeIfAbsent(type, _ -> new ChangeRing(first));
  }

  private void forgetWhatIsOld(long now) {
    long keep = Math.max(compacted, oldest);
    for (long revision = oldest; revision < newest.revision(); revision++) {
      Replaced old = replaced.get(revision);
      if (old == null
          || (revision >= keep && now - old.millis <= KEPT.toMillis() && heldBytes <= MOST_BYTES)) {
        return;
      }
      oldest = revision + 1;
      replaced.remove(revision);
      heldBytes -= old.bytes;
    }
  }
}
