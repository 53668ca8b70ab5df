package dev.fairway.apiserver.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A set of field paths, kept as a tree: the unit of ownership in server-side apply. A path in the
/// set says nothing about the paths above or below it. Immutable; any thread. The operations are
/// linear in the size of their operands and share what they do not change.
public final class FieldSet {
  /// The set without paths.
  public static final FieldSet EMPTY = new FieldSet(List.of());

  /// One step: whether the path that ends here is in the set, and the paths that go on.
  record Entry(PathElement element, boolean member, FieldSet below) {
    boolean isEmpty() {
      return !member && below.isEmpty();
    }
  }

  /// What becomes of one step that occurs in the left set, in the right set, or in both.
  private interface Combination {
    Entry combine(@Nullable Entry left, @Nullable Entry right);
  }

  private final List<Entry> entries;

  private FieldSet(List<Entry> entries) {
    this.entries = entries;
  }

  /// The set of one path that consists of field names.
  public static FieldSet of(String... names) {
    Builder builder = new Builder();
    Builder last = builder;
    for (String name : Arrays.asList(names).subList(0, names.length - 1)) {
      last = last.below(new PathElement.Field(name));
    }
    last.add(new PathElement.Field(names[names.length - 1]));
    return builder.build();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// The steps in order; each is a member or leads to one.
  List<Entry> entries() {
    return entries;
  }

  boolean has(PathElement element) {
    Entry entry = find(element);
    return entry != null && entry.member();
  }

  /// The paths that begin with `element`, without it.
  FieldSet below(PathElement element) {
    Entry entry = find(element);
    return entry == null ? EMPTY : entry.below();
  }

  private @Nullable Entry find(PathElement element) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).element().compareTo(element);
      if (order == 0) {
        return entries.get(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /// The paths in either set.
  public FieldSet union(FieldSet other) {
    if (other.isEmpty() || Values.identical(this, other)) {
      return this;
    }
    return isEmpty() ? other : zip(other, FieldSet::unionOf);
  }

  private static Entry unionOf(@Nullable Entry left, @Nullable Entry right) {
    if (left == null || right == null) {
      return orNothing(left == null ? right : left);
    }
    return new Entry(
        left.element(), left.member() || right.member(), left.below().union(right.below()));
  }

  /// The paths in both sets.
  public FieldSet intersection(FieldSet other) {
    return isEmpty() || other.isEmpty() ? EMPTY : zip(other, FieldSet::intersectionOf);
  }

  private static Entry intersectionOf(@Nullable Entry left, @Nullable Entry right) {
    if (left == null || right == null) {
      return NOTHING;
    }
    return new Entry(
        left.element(), left.member() && right.member(), left.below().intersection(right.below()));
  }

  /// The paths in this set that are not in the other.
  public FieldSet difference(FieldSet other) {
    return isEmpty() || other.isEmpty() ? this : zip(other, FieldSet::differenceOf);
  }

  private static Entry differenceOf(@Nullable Entry left, @Nullable Entry right) {
    if (left == null || right == null) {
      return orNothing(left);
    }
    return new Entry(
        left.element(), left.member() && !right.member(), left.below().difference(right.below()));
  }

  /// The paths in this set that neither are in the other nor lie below one that is.
  public FieldSet without(FieldSet other) {
    return isEmpty() || other.isEmpty() ? this : zip(other, FieldSet::withoutOf);
  }

  private static Entry withoutOf(@Nullable Entry left, @Nullable Entry right) {
    if (left == null || right == null) {
      return orNothing(left);
    }
    return right.member()
        ? NOTHING
        : new Entry(left.element(), left.member(), left.below().without(right.below()));
  }

  private static final Entry NOTHING = new Entry(new PathElement.Index(0), false, EMPTY);

  private static Entry orNothing(@Nullable Entry entry) {
    return entry == null ? NOTHING : entry;
  }

  private FieldSet zip(FieldSet other, Combination combination) {
    List<Entry> result = new ArrayList<>(entries.size());
    int i = 0;
    int j = 0;
    while (i < entries.size() || j < other.entries.size()) {
      Entry left = i < entries.size() ? entries.get(i) : null;
      Entry right = j < other.entries.size() ? other.entries.get(j) : null;
      int order = left == null ? 1 : right == null ? -1 : left.element().compareTo(right.element());
      Entry combined = combination.combine(order <= 0 ? left : null, order >= 0 ? right : null);
      if (!combined.isEmpty()) {
        result.add(combined);
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return ofSorted(result);
  }

  /// A set from steps that are in order, none of them empty.
  static FieldSet ofSorted(List<Entry> entries) {
    return entries.isEmpty() ? EMPTY : new FieldSet(Collections.unmodifiableList(entries));
  }

  /// Every path as text, such as `.spec.ports[port=80,protocol="TCP"].name`, in order.
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    addPaths("", paths);
    return paths;
  }

  private void addPaths(String prefix, List<String> paths) {
    for (Entry entry : entries) {
      if (entry.member()) {
        paths.add(prefix + entry.element());
      }
    }
    for (Entry entry : entries) {
      entry.below().addPaths(prefix + entry.element(), paths);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldSet set && entries.equals(set.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return paths().stream().collect(Collectors.joining(", ", "{", "}"));
  }

  /// Collects paths in any order. For one thread.
  static final class Builder {
    private final Map<PathElement, Builder> steps = new TreeMap<>();
    private boolean member;

    /// Adds the path that ends with this step.
    void add(PathElement element) {
      below(element).member = true;
    }

    /// Where the paths that begin with this step are added.
    Builder below(PathElement element) {
      return steps.computeIfAbsent(element, _ -> new Builder());
    }

    FieldSet build() {
      List<Entry> entries = new ArrayList<>(steps.size());
      steps.forEach((element, step) -> {
        Entry entry = new Entry(element, step.member, step.build());
        if (!entry.isEmpty()) {
          entries.add(entry);
        }
      });
      return ofSorted(entries);
    }
  }
}
