package dev.fairway.apiserver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairway.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store must do, whatever keeps its data.
abstract class StoreContract {
  static final ResourceType MAPS = new ResourceType("", "configmaps");
  static final ResourceType JOBS = new ResourceType("batch", "jobs");
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration NOW = Duration.ZERO;

  final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
  ResourceStore store;

  abstract ResourceStore open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    store = open();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void createdObjectsCarryTheirRevisionBehindMetadata() {
    Stored made = store.create(map("a"), Map.of("kind", "ConfigMap", "metadata", meta("a")));

    assertThat(made.revision()).isEqualTo(2);
    assertThat(new String(made.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"kind\":\"ConfigMap\",\"metadata\":{\"resourceVersion\":\"2\",\"name\":\"a\"}}");
    assertThat(store.snapshot().get(map("a"))).contains(made);
    assertThat(store.snapshot().revision()).isEqualTo(2);
  }

  @Test
  void aResourceVersionPassedInIsReplacedAndTheTreeIsNotKept() {
    Map<String, Object> metadata = new HashMap<>(meta("a"));
    metadata.put("resourceVersion", "77");
    Map<String, Object> tree = new HashMap<>(Map.of("metadata", metadata));
    Stored made = store.create(map("a"), tree);
    tree.clear();

    assertThat(made.tree())
        .isEqualTo(Map.of("metadata", Map.of("name", "a", "resourceVersion", "2")));
  }

  @Test
  void aFieldThatLooksLikeMetadataIsLeftAlone() {
    Map<String, Object> data = Map.of("metadata", Map.of("resourceVersion", "9"));
    Stored made = store.create(map("a"), Map.of("kind", "\"metadata\":{", "data", data));

    assertThat(made.tree())
        .isEqualTo(
            Map.of(
                "kind",
                "\"metadata\":{",
                "data",
                data,
                "metadata",
                Map.of("resourceVersion", "2")));
    assertThat(store.delete(map("a"), 2).tree().get("metadata"))
        .isEqualTo(Map.of("resourceVersion", "3"));
  }

  @Test
  void createRefusesATakenKeyAndShowsWhatIsThere() {
    Stored first = create("a", "1");

    StoreConflict conflict = catchThrowableOfType(StoreConflict.class, () -> create("a", "2"));

    assertThat(conflict.current()).contains(first);
    assertThat(store.snapshot().revision()).isEqualTo(first.revision());
  }

  @Test
  void updateNeedsTheCurrentRevision() {
    Stored first = create("a", "1");
    Stored second = store.update(map("a"), first.revision(), object("a", "2"));

    assertThat(second.revision()).isEqualTo(first.revision() + 1);
    StoreConflict stale =
        catchThrowableOfType(
            StoreConflict.class, () -> store.update(map("a"), first.revision(), object("a", "3")));
    assertThat(stale.current()).contains(second);
    assertThatThrownBy(() -> store.update(map("b"), 2, object("b", "1")))
        .isInstanceOfSatisfying(
            StoreConflict.class, conflict -> assertThat(conflict.current()).isEmpty());
  }

  @Test
  void deleteReturnsTheLastStateUnderTheRevisionOfTheDeletion() {
    Stored first = create("a", "1");
    assertThatThrownBy(() -> store.delete(map("a"), 99)).isInstanceOf(StoreConflict.class);

    Stored last = store.delete(map("a"), first.revision());

    assertThat(last.revision()).isEqualTo(first.revision() + 1);
    assertThat(last.tree()).isEqualTo(withVersion(object("a", "1"), last.revision()));
    assertThat(store.snapshot().get(map("a"))).isEmpty();
    assertThat(store.snapshot().types()).isEmpty();
    assertThatThrownBy(() -> store.delete(map("a"), last.revision()))
        .isInstanceOf(StoreConflict.class);
  }

  @Test
  void listsAreInTheOrderOfNamespaceSlashName() {
    for (Key key :
        List.of(
            new Key(MAPS, "kube", "b"),
            new Key(MAPS, "kube", "a"),
            new Key(MAPS, "kube-system", "a"),
            new Key(MAPS, "kubes", "a"),
            new Key(MAPS, "default", "z"),
            new Key(JOBS, "default", "y"))) {
      store.create(key, object(key.name(), ""));
    }

    assertThat(keys(store.snapshot().list(MAPS, "", null, 0)))
        .containsExactly("default/z", "kube-system/a", "kube/a", "kube/b", "kubes/a");
    assertThat(keys(store.snapshot().list(MAPS, "kube", null, 0)))
        .containsExactly("kube/a", "kube/b");
    assertThat(store.snapshot().types()).containsExactly(MAPS, JOBS);
    assertThat(store.snapshot().count(MAPS, "kube", null)).isEqualTo(2);
    assertThat(store.snapshot().count(MAPS, "none", null)).isZero();
  }

  @Test
  void pagesOfOneSnapshotAreCompleteWhateverIsWrittenInBetween() {
    for (int i = 0; i < 25; i++) {
      create("n%02d".formatted(i), "");
    }
    Snapshot first = store.snapshot();
    List<Stored> page = first.list(MAPS, "default", null, 10);
    List<String> seen = new ArrayList<>(keys(page));
    create("n00a", "");
    store.delete(map("n15"), first.get(map("n15")).orElseThrow().revision());
    Snapshot again = store.snapshot(first.revision());
    assertThat(again.count(MAPS, "default", page.getLast().key())).isEqualTo(15);
    while (!page.isEmpty()) {
      page = again.list(MAPS, "default", page.getLast().key(), 10);
      seen.addAll(keys(page));
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates().contains("default/n15").isSorted();
  }

  @Test
  void olderSnapshotsStayAsTheyWere() {
    Stored one = create("a", "1");
    Stored two = store.update(map("a"), one.revision(), object("a", "2"));
    store.delete(map("a"), two.revision());

    assertThat(store.snapshot(one.revision()).get(map("a"))).contains(one);
    assertThat(store.snapshot(two.revision()).get(map("a"))).contains(two);
    assertThat(store.snapshot(two.revision() + 1).get(map("a"))).isEmpty();
    assertThatThrownBy(() -> store.snapshot(two.revision() + 2))
        .isInstanceOf(RevisionAhead.class)
        .hasMessage("Too large resource version: 5, current: 4");
  }

  @Test
  void compactionForgetsWhatIsBelow() {
    Stored one = create("a", "1");
    Stored two = create("b", "1");
    create("c", "1");
    store.compact(two.revision());

    assertThatThrownBy(() -> store.snapshot(one.revision()))
        .isInstanceOfSatisfying(
            RevisionCompacted.class, e -> assertThat(e.oldest()).isEqualTo(two.revision()));
    assertThatThrownBy(() -> store.watch(MAPS, one.revision()))
        .isInstanceOf(RevisionCompacted.class);
    assertThat(store.snapshot(two.revision()).list(MAPS, "", null, 0)).hasSize(2);
    assertThat(store.watch(MAPS, two.revision()).closed()).isFalse();
  }

  @Test
  void aSnapshotIsKeptForFiveMinutesAfterItWasReplaced() {
    Stored one = create("a", "1");
    clock.advance(Duration.ofHours(1));
    create("b", "1");
    clock.advance(Duration.ofMinutes(5));
    create("c", "1");
    assertThat(store.snapshot(one.revision()).list(MAPS, "", null, 0)).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    create("d", "1");

    assertThatThrownBy(() -> store.snapshot(one.revision())).isInstanceOf(RevisionCompacted.class);
  }

  @Test
  void aWatchHandsOutOldAndNewChangesInOrder() throws Exception {
    Stored one = create("a", "1");
    try (Watch watch = store.watch(MAPS, one.revision())) {
      Stored two = store.update(map("a"), one.revision(), object("a", "2"));
      store.create(new Key(JOBS, "default", "j"), object("j", ""));
      Stored gone = store.delete(map("a"), two.revision());

      assertThat(watch.next(NOW))
          .containsExactly(
              new Change(Change.Kind.MODIFIED, one, two),
              new Change(Change.Kind.DELETED, two, gone));
      assertThat(watch.next(NOW)).isEmpty();
    }
  }

  @Test
  void aQuietWatchStillMovesItsRevision() throws Exception {
    try (Watch watch = store.watch(JOBS, 1)) {
      create("a", "1");
      create("b", "1");

      assertThat(watch.next(NOW)).isEmpty();
      assertThat(watch.revision()).isEqualTo(3);
    }
  }

  @Test
  void aWatchFromTheFutureIsRefused() {
    assertThatThrownBy(() -> store.watch(MAPS, 2)).isInstanceOf(RevisionAhead.class);
  }

  @Test
  void aWaitingReaderIsWokenByAChange() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Watch watch = store.watch(MAPS, 1)) {
      Future<List<Change>> seen = threads.submit(() -> watch.next(LONG));
      Stored made = create("a", "1");

      assertThat(seen.get()).containsExactly(new Change(Change.Kind.ADDED, null, made));
    }
  }

  @Test
  void closingAWatchOrTheStoreWakesItsReader() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Watch one = store.watch(MAPS, 1);
      Watch two = store.watch(MAPS, 1);
      Future<List<Change>> first = threads.submit(() -> one.next(LONG));
      Future<List<Change>> second = threads.submit(() -> two.next(LONG));

      one.close();
      assertThat(first.get()).isEmpty();
      assertThat(one.closed()).isTrue();
      assertThat(two.closed()).isFalse();
      store.close();
      assertThat(second.get()).isEmpty();
      assertThat(two.closed()).isTrue();
    }
  }

  @Test
  void aWatchThatFellBehindIsToldSo() throws Exception {
    try (Watch slow = store.watch(MAPS, 1)) {
      for (int i = 0; i < ChangeRing.FEWEST; i++) {
        create("n" + i, "");
      }
      clock.advance(Duration.ofMillis(ChangeRing.KEPT_MILLIS));
      create("at75seconds", "");
      assertThat(store.watch(MAPS, 1).next(NOW)).hasSize(ChangeRing.FEWEST + 1);
      clock.advance(Duration.ofMillis(1));
      create("later", "");

      assertThatThrownBy(() -> slow.next(NOW)).isInstanceOf(RevisionCompacted.class);
      assertThatThrownBy(() -> store.watch(MAPS, 1)).isInstanceOf(RevisionCompacted.class);
    }
  }

  @Test
  void concurrentIncrementsAreNeverLostAndWatchersSeeEachOnce() throws Exception {
    Key counter = map("counter");
    int writers = 8;
    long each = 50;
    long from = store.create(counter, Map.of("count", 0L)).revision();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> writes = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        writes.add(
            threads.submit(() -> {
              go.await();
              for (int i = 0; i < each; i++) {
                increment(counter);
              }
              return null;
            }));
      }
      List<Future<List<Long>>> watchers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        watchers.add(threads.submit(counts(counter.type(), from, writers * each)));
      }
      go.countDown();
      for (Future<?> write : writes) {
        write.get();
      }
      List<Long> expected = LongStream.rangeClosed(1, writers * each).boxed().toList();
      for (Future<List<Long>> watcher : watchers) {
        assertThat(watcher.get()).isEqualTo(expected);
      }
    }
    assertThat(store.snapshot().revision()).isEqualTo(from + writers * each);
  }

  @Test
  void aReaderSeesItsOwnWriteAndWhatItLostAgainst() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> checks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String name = "n" + i % 8;
        checks.add(
            threads.submit(() -> {
              try {
                Stored made = create(name, "");
                return store.snapshot().revision() >= made.revision();
              } catch (StoreConflict lost) {
                return store.snapshot().get(map(name)).equals(lost.current());
              }
            }));
      }
      for (Future<Boolean> check : checks) {
        assertThat(check.get()).isTrue();
      }
    }
  }

  @Test
  void aClosedStoreRefusesWritesAndClosesTwice() {
    store.close();
    store.close();

    assertThatThrownBy(() -> create("a", "")).hasMessage("the store is closed");
  }

  Stored create(String name, String value) {
    return store.create(map(name), object(name, value));
  }

  static Key map(String name) {
    return new Key(MAPS, "default", name);
  }

  static Map<String, Object> object(String name, String value) {
    return Map.of("metadata", meta(name), "data", Map.of("value", value));
  }

  static Map<String, Object> meta(String name) {
    return Map.of("name", name);
  }

  private static Map<String, Object> withVersion(Map<String, Object> object, long revision) {
    Map<String, Object> metadata = new HashMap<>(Json.object(object.get("metadata")));
    metadata.put("resourceVersion", Long.toString(revision));
    Map<String, Object> versioned = new HashMap<>(object);
    versioned.put("metadata", metadata);
    return versioned;
  }

  private void increment(Key key) {
    while (true) {
      Stored now = store.snapshot().get(key).orElseThrow();
      long count = count(now);
      try {
        store.update(key, now.revision(), Map.of("count", count + 1));
        return;
      } catch (StoreConflict lost) {
        Thread.onSpinWait();
      }
    }
  }

  private Callable<List<Long>> counts(ResourceType type, long after, long many) {
    return () -> {
      List<Long> seen = new ArrayList<>();
      try (Watch watch = store.watch(type, after)) {
        while (seen.size() < many) {
          List<Change> changes = watch.next(LONG);
          if (changes.isEmpty()) {
            return seen;
          }
          changes.forEach(change -> seen.add(count(change.current())));
        }
      }
      return seen;
    };
  }

  private static long count(Stored stored) {
    return ((Number) Objects.requireNonNull(stored.tree().get("count"))).longValue();
  }

  static List<String> keys(List<Stored> stored) {
    return stored.stream().map(s -> s.key().namespace() + "/" + s.key().name()).toList();
  }
}
