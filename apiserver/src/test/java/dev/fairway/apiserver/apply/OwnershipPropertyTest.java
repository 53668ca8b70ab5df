package dev.fairway.apiserver.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// What must hold after any sequence of writes by several managers.
class OwnershipPropertyTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /// One write of a whole configuration.
  record Write(String manager, boolean apply, boolean force, Map<String, Object> object) {}

  @Property(tries = 400)
  void appliersFindWhatTheyManageAsTheyAppliedIt(@ForAll("writes") List<Write> writes) {
    Map<String, Map<String, Object>> applied = new HashMap<>();
    Map<String, Object> live = null;
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Map<String, Object> next = write(live, write, i);
      if (next == null) {
        continue;
      }
      if (write.apply()) {
        applied.put(write.manager(), write.object());
        assertThat(differing(next, write.object()).isEmpty()).isTrue();
      }
      live = next;
      ManagedFields managed = managed(live);
      for (Map.Entry<String, Map<String, Object>> entry : applied.entrySet()) {
        Manager.Share share = managed.share(Manager.applying(entry.getKey(), ""));
        FieldSet fields = share == null ? FieldSet.EMPTY : share.fields();
        assertThat(differing(live, entry.getValue()).intersection(fields).paths()).isEmpty();
      }
      assertEveryLeafIsManaged(live, managed);
    }
  }

  @Property(tries = 200)
  void applyingTwiceChangesNothing(@ForAll("writes") List<Write> writes) {
    Map<String, Object> live = null;
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Map<String, Object> next = write(live, write, i);
      live = next == null ? live : next;
      if (write.apply() && next != null) {
        assertThat(Values.identical(write(next, write, i + 1), next)).isTrue();
      }
    }
  }

  @Property(tries = 200)
  void forcingWithNobodyElseLeavesExactlyTheConfiguration(
      @ForAll("objects") Map<String, Object> first, @ForAll("objects") Map<String, Object> second) {
    Map<String, Object> live = write(null, new Write("one", true, true, first), 0);
    Map<String, Object> result =
        Objects.requireNonNull(write(live, new Write("one", true, true, second), 1));
    FieldSet left = TypedFields.of(Metadata.withoutManagedFields(result), Types.WIDGET);
    assertThat(left).isEqualTo(TypedFields.of(second, Types.WIDGET));
  }

  /// Null on a conflict.
  private static @Nullable Map<String, Object> write(
      @Nullable Map<String, Object> live, Write write, int second) {
    WriteContext context =
        WriteContext.of(
            write.manager(), "example.com/v1", "Widget", START.plusSeconds(second), Types.WIDGET);
    if (!write.apply()) {
      return ServerSideApply.recordUpdate(live, write.object(), context);
    }
    try {
      return ServerSideApply.apply(live, write.object(), write.force(), context);
    } catch (ApplyConflict conflict) {
      assertThat(conflict.conflicts()).isNotEmpty();
      assertThat(write.force()).isFalse();
      return null;
    }
  }

  /// The fields in which an object is not as the configuration has them.
  private static FieldSet differing(Map<String, Object> object, Map<String, Object> configuration) {
    Map<String, Object> content = Metadata.withoutManagedFields(object);
    Map<String, Object> merged = TypedMerge.merge(content, configuration, Types.WIDGET);
    return Comparison.between(content, merged, Types.WIDGET).addedOrModified();
  }

  private static void assertEveryLeafIsManaged(Map<String, Object> live, ManagedFields managed) {
    FieldSet all = FieldSet.EMPTY;
    for (Manager.Share share : managed.shares().values()) {
      assertThat(share.fields().isEmpty()).isFalse();
      all = all.union(share.fields());
    }
    Object spec = live.get("spec");
    FieldSet set = TypedFields.of(Map.of("spec", spec == null ? Map.of() : spec), Types.WIDGET);
    assertThat(leaves(set.difference(all))).isEmpty();
  }

  /// Emptied containers are left as nulls that nobody manages; they do not count.
  private static List<String> leaves(FieldSet set) {
    return set.paths().stream().filter(path -> !EMPTIED.contains(path)).toList();
  }

  private static final List<String> EMPTIED =
      List.of(
          ".spec",
          ".spec.labels",
          ".spec.items",
          ".spec.tags",
          ".spec.nested",
          ".spec.nested.inner");

  private static ManagedFields managed(Map<String, Object> object) {
    return ManagedFields.decode(Metadata.managedFields(object));
  }

  @Provide
  Arbitrary<List<Write>> writes() {
    return Combinators.combine(
            Arbitraries.of("one", "two", "three"),
            Arbitraries.of(true, true, true, false),
            Arbitraries.of(true, false),
            objects())
        .as(Write::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    Arbitrary<String> letters = Arbitraries.of("a", "b", "c");
    Arbitrary<Object> scalar = Arbitraries.of((Object) "x", "y", 1L);
    Arbitrary<Object> labels =
        Arbitraries.maps(letters, scalar).ofMinSize(1).ofMaxSize(2).map(map -> map);
    Arbitrary<Object> tags =
        letters.list().ofMinSize(1).ofMaxSize(3).uniqueElements().map(list -> list);
    Arbitrary<Object> args = letters.list().ofMaxSize(2).map(list -> list);
    Arbitrary<Object> items =
        Combinators.combine(letters, scalar.optional(), scalar.optional())
            .as((name, value, other) -> {
              Map<String, Object> item = new LinkedHashMap<>();
              item.put("name", name);
              value.ifPresent(one -> item.put("value", one));
              other.ifPresent(one -> item.put("other", one));
              return item;
            })
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .uniqueElements(item -> String.valueOf(item.get("name")))
            .map(list -> list);
    Arbitrary<Object> selectors =
        Arbitraries.maps(Arbitraries.of("a", "b"), scalar)
            .ofMinSize(1)
            .ofMaxSize(2)
            .map(map -> map);
    Arbitrary<Object> nested =
        Arbitraries.maps(Arbitraries.of("deep", "more"), scalar)
            .ofMinSize(1)
            .ofMaxSize(2)
            .map(inner -> Map.of("inner", inner));
    return Combinators.combine(
            scalar.optional(),
            labels.optional(),
            tags.optional(),
            args.optional(),
            items.optional(),
            nested.optional(),
            selectors.optional())
        .as((mode, map, set, list, keyed, struct, atomic) -> {
          // Never empty: an emptied spec becomes null, which no server stores.
          Map<String, Object> spec = new LinkedHashMap<>(Map.of("replicas", 1L));
          mode.ifPresent(value -> spec.put("mode", value));
          map.ifPresent(value -> spec.put("labels", value));
          set.ifPresent(value -> spec.put("tags", value));
          list.ifPresent(value -> spec.put("args", value));
          keyed.ifPresent(value -> spec.put("items", value));
          struct.ifPresent(value -> spec.put("nested", value));
          atomic.ifPresent(value -> spec.put("selector", value));
          return widget(spec);
        });
  }

  private static Map<String, Object> widget(Map<String, Object> spec) {
    Map<String, Object> widget = new LinkedHashMap<>();
    widget.put("apiVersion", "example.com/v1");
    widget.put("kind", "Widget");
    widget.put("metadata", new LinkedHashMap<>(Map.of("name", "x")));
    widget.put("spec", spec);
    return Json.copy(widget);
  }
}
