package dev.fairway.apiserver.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.pipeline.RequestPipeline;
import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventExpiryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void eventsGoAnHourAfterTheyWereLastWritten() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (ResourceStore store = ResourceStores.inMemory(clock);
        RequestPipeline pipeline = RunningControllers.pipeline(store);
        EventExpiry expiry = new EventExpiry(store, new PipelineApi(pipeline), clock)) {
      Key old = event(store, expiry, "old", Map.of("lastTimestamp", "2026-01-01T10:59:59Z"));
      Key young = event(store, expiry, "young", Map.of("lastTimestamp", "2026-01-01T11:00:00Z"));
      Key series =
          event(
              store,
              expiry,
              "series",
              Map.of(
                  "eventTime",
                  "2026-01-01T01:00:00.000000Z",
                  "series",
                  Map.of("lastObservedTime", "2026-01-01T11:30:00.000000Z")));
      Key silent = event(store, expiry, "silent", Map.of());
      Key updated =
          event(store, expiry, "updated", Map.of("lastTimestamp", "2026-01-01T01:00:00Z"));
      Stored before = store.snapshot().get(updated).orElseThrow();
      Stored after = store.update(updated, before.revision(), before.tree());
      expiry.changed(new Change(Change.Kind.MODIFIED, before, after));

      expiry.deleteExpired();

      assertThat(store.snapshot().list(EventExpiry.EVENTS, "", null, 0))
          .extracting(Stored::key)
          .containsExactly(series, silent, updated, young)
          .doesNotContain(old);
    }
  }

  private static Key event(
      ResourceStore store, EventExpiry expiry, String name, Map<String, Object> fields) {
    Key key = new Key(EventExpiry.EVENTS, "default", name);
    expiry.changed(new Change(Change.Kind.ADDED, null, store.create(key, fields)));
    return key;
  }
}
