package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deletes events an hour after they were last written.
final class EventExpiry implements Feed.Listener, AutoCloseable {
  static final Duration KEPT = Duration.ofHours(1);
  static final ResourceType EVENTS = new ResourceType("", "events");
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final List<String> TIMES = List.of("lastTimestamp", "eventTime", "firstTimestamp");

  private final ResourceStore store;
  private final LocalApi api;
  private final Clock clock;
  private final Map<Key, Instant> written = new HashMap<>();
  private final Worker<String> worker = new Worker<>("event-expiry", 1, _ -> look());

  EventExpiry(ResourceStore store, LocalApi api, Clock clock) {
    this.store = store;
    this.api = api;
    this.clock = clock;
  }

  void start() {
    worker.add("all");
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  @Override
  public void changed(Change change) {
    Key key = change.current().key();
    if (key.type().equals(EVENTS)) {
      synchronized (written) {
        switch (change.kind()) {
          case DELETED -> written.remove(key);
          case MODIFIED -> written.put(key, clock.instant());
          case ADDED -> written.put(key, lastWritten(change.current()));
        }
      }
    }
  }

  private Optional<Duration> look() {
    deleteExpired();
    return Optional.of(BETWEEN_LOOKS);
  }

  void deleteExpired() {
    Instant oldest = clock.instant().minus(KEPT);
    List<Key> expired = new ArrayList<>();
    synchronized (written) {
      written.forEach((key, time) -> {
        if (time.isBefore(oldest)) {
          expired.add(key);
        }
      });
    }
    for (Key key : expired) {
      delete(key, oldest);
    }
  }

  private void delete(Key key, Instant oldest) {
    Optional<ServedKind> kind =
        api.kinds().stream().filter(served -> served.type().equals(EVENTS)).findFirst();
    if (kind.isPresent() && store.snapshot().get(key).isPresent()) {
      try {
        Map<String, Object> _ = api.call("DELETE", kind.get().path(key), Map.of());
      } catch (ApiRefusal e) {
        if (!e.notFound()) {
          throw e;
        }
      }
    }
    synchronized (written) {
      written.computeIfPresent(key, (_, time) -> time.isBefore(oldest) ? null : time);
    }
  }

  /// An event found at the start was written when it says so: a restart does not prolong its life.
  private Instant lastWritten(Stored event) {
    Map<String, Object> tree = event.tree();
    Instant now = clock.instant();
    List<String> texts = new ArrayList<>();
    texts.add(Trees.text(Trees.map(tree, "series"), "lastObservedTime"));
    TIMES.forEach(time -> texts.add(Trees.text(tree, time)));
    texts.add(Trees.text(Trees.map(tree, "metadata"), "creationTimestamp"));
    for (String text : texts) {
      Optional<Instant> time = instant(text);
      if (time.isPresent()) {
        return time.get().isBefore(now) ? time.get() : now;
      }
    }
    return now;
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
