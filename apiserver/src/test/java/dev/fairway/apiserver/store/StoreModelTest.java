package dev.fairway.apiserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The engine against a sorted map that is copied at every write.
class StoreModelTest {
  record Step(boolean delete, Key key) {}

  @Property(tries = 200)
  void everySnapshotAndTheWatchAgreeWithASimpleModel(@ForAll("steps") List<Step> steps)
      throws Exception {
    try (ResourceStore store =
        ResourceStores.inMemory(new TestClock(Instant.parse("2026-01-01T00:00:00Z")))) {
      List<SortedMap<Key, Stored>> model = new ArrayList<>(List.of(new TreeMap<>()));
      for (Step step : steps) {
        apply(step, store, model);
      }
      assertThat(store.snapshot().revision()).isEqualTo(model.size());
      for (int i = 0; i < model.size(); i++) {
        assertSame(store.snapshot(i + 1), model.get(i));
      }
      assertReplays(store, model.getLast());
    }
  }

  private static void apply(Step step, ResourceStore store, List<SortedMap<Key, Stored>> model) {
    SortedMap<Key, Stored> next = new TreeMap<>(model.getLast());
    Stored current = next.get(step.key);
    if (step.delete) {
      if (current == null) {
        return;
      }
      store.delete(step.key, current.revision());
      next.remove(step.key);
    } else if (current == null) {
      next.put(step.key, store.create(step.key, Map.of("n", (long) model.size())));
    } else {
      next.put(
          step.key, store.update(step.key, current.revision(), Map.of("n", (long) model.size())));
    }
    model.add(next);
  }

  private static void assertSame(Snapshot snapshot, SortedMap<Key, Stored> expected) {
    for (ResourceType type : List.of(StoreContract.MAPS, StoreContract.JOBS)) {
      for (String namespace : List.of("", "a", "a-b", "b")) {
        List<Stored> all =
            expected.values().stream()
                .filter(s -> s.key().type().equals(type))
                .filter(s -> namespace.isEmpty() || s.key().namespace().equals(namespace))
                .toList();
        assertThat(snapshot.list(type, namespace, null, 0)).isEqualTo(all);
        assertThat(snapshot.count(type, namespace, null)).isEqualTo(all.size());
        Key middle = new Key(type, "a", "m");
        List<Stored> behind =
            all.stream().filter(s -> s.key().compareTo(middle) > 0).limit(3).toList();
        assertThat(snapshot.list(type, namespace, middle, 3)).isEqualTo(behind);
        assertThat(snapshot.count(type, namespace, middle))
            .isEqualTo(all.stream().filter(s -> s.key().compareTo(middle) > 0).count());
      }
    }
  }

  private static void assertReplays(ResourceStore store, SortedMap<Key, Stored> expected)
      throws InterruptedException {
    SortedMap<Key, Stored> seen = new TreeMap<>();
    for (ResourceType type : List.of(StoreContract.MAPS, StoreContract.JOBS)) {
      try (Watch watch = store.watch(type, 1)) {
        for (Change change : watch.next(Duration.ZERO)) {
          Key key = change.current().key();
          Stored before =
              change.kind() == Change.Kind.DELETED
                  ? seen.remove(key)
                  : seen.put(key, change.current());
          assertThat(change.previous()).isSameAs(before);
        }
      }
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Key> keys =
        Combinators.combine(
                Arbitraries.of(StoreContract.MAPS, StoreContract.JOBS),
                Arbitraries.of("a", "a-b", "b"),
                Arbitraries.strings().withCharRange('a', 'z').ofLength(1))
            .as(Key::new);
    return Combinators.combine(Arbitraries.of(false, false, true), keys)
        .as(Step::new)
        .list()
        .ofMaxSize(150);
  }
}
