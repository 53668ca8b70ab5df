package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A feed for every stored kind the API serves; a kind that comes or goes is noticed within a
/// second.
final class Feeds implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;

  private final ResourceStore store;
  private final LocalApi api;
  private final List<Feed.Listener> listeners;
  private final Map<ResourceType, Feed> feeds = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("feeds").unstarted(this::follow);

  Feeds(ResourceStore store, LocalApi api, List<Feed.Listener> listeners) {
    this.store = store;
    this.api = api;
    this.listeners = List.copyOf(listeners);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    feeds.values().forEach(Feed::close);
  }

  private void follow() {
    try {
      List<ServedKind> known = List.of();
      do {
        List<ServedKind> kinds = api.kinds();
        if (!kinds.equals(known)) {
          adapt(kinds);
          known = kinds;
        }
      } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void adapt(List<ServedKind> kinds) {
    Set<ResourceType> served = new HashSet<>();
    kinds.forEach(kind -> served.add(kind.type()));
    Set<ResourceType> gone = new HashSet<>(feeds.keySet());
    gone.removeAll(served);
    gone.forEach(type -> Objects.requireNonNull(feeds.remove(type)).close());
    served.forEach(type -> feeds.computeIfAbsent(type, added -> new Feed(store, added, listeners)));
  }
}
