package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.RevisionCompacted;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import dev.fairway.apiserver.store.Watch;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands every object of one type, then every change of it, to listeners, on one virtual thread.
/// After falling behind it starts over: listeners must bear an object twice, and deletions they
/// never hear of, but then [Listener#listed] is called.
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration WAIT = Duration.ofMinutes(1);

  /// Called on the thread of the feed: quick, and does not wait for other objects.
  @FunctionalInterface
  interface Listener {
    void changed(Change change);

    /// Every object of the type has been handed out, and changes follow; objects not among them may
    /// have been deleted unheard.
    default void listed(ResourceType type) {}
  }

  private final ResourceStore store;
  private final ResourceType type;
  private final List<Listener> listeners;
  private final Thread thread;

  Feed(ResourceStore store, ResourceType type, List<Listener> listeners) {
    this.store = store;
    this.type = type;
    this.listeners = listeners;
    this.thread = Thread.ofVirtual().name("feed-" + type).start(this::run);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean behind = true;
      while (behind) {
        Snapshot start = store.snapshot();
        for (Stored stored : start.list(type, "", null, 0)) {
          tell(new Change(Change.Kind.ADDED, null, stored));
        }
        listeners.forEach(listener -> listener.listed(type));
        behind = follow(start.revision());
      }
    } catch (InterruptedException _) {
      LOG.debug("feed of {} closed", type);
    }
  }

  /// Returns true when it fell behind, false when the store was closed.
  private boolean follow(long revision) throws InterruptedException {
    try (Watch watch = store.watch(type, revision)) {
      while (!watch.closed()) {
        watch.next(WAIT).forEach(this::tell);
      }
      return false;
    } catch (RevisionCompacted e) {
      LOG.debug("feed of {} starts over", type, e);
      return true;
    }
  }

  private void tell(Change change) {
    for (Listener listener : listeners) {
      try {
        listener.changed(change);
      } catch (RuntimeException e) {
        LOG.warn("cannot follow {}", change.current().key(), e);
      }
    }
  }
}
