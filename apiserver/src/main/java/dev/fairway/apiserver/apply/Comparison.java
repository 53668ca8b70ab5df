package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What differs between two trees of one type. Parts that both trees share are not visited.
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
  static final Comparison EQUAL = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

  static Comparison between(Map<String, Object> left, Map<String, Object> right, MergeType type) {
    return Values.identical(left, right) ? EQUAL : new Walk().compare(left, right, type);
  }

  /// This comparison less the given fields and everything below them.
  Comparison without(FieldSet fields) {
    return new Comparison(added.without(fields), modified.without(fields), removed.without(fields));
  }

  FieldSet addedOrModified() {
    return added.union(modified);
  }

  /// The way from the root to the value at hand; made into set entries only where trees differ.
  private record Path(@Nullable Path parent, @Nullable PathElement step) {
    Path to(PathElement next) {
      return new Path(this, next);
    }

    void addTo(FieldSet.Builder set) {
      if (parent != null && step != null) {
        parent.in(set).add(step);
      }
    }

    private FieldSet.Builder in(FieldSet.Builder set) {
      return parent == null || step == null ? set : parent.in(set).below(step);
    }
  }

  private static final class Walk {
    private final FieldSet.Builder added = new FieldSet.Builder();
    private final FieldSet.Builder modified = new FieldSet.Builder();
    private final FieldSet.Builder removed = new FieldSet.Builder();

    Comparison compare(Map<String, Object> left, Map<String, Object> right, MergeType type) {
      compare(type, left, right, new Path(null, null));
      return new Comparison(added.build(), modified.build(), removed.build());
    }

    private void compare(MergeType type, @Nullable Object left, @Nullable Object right, Path path) {
      if (Values.identical(left, right)) {
        return;
      }
      boolean leftParts = Parts.isGranular(type, left);
      boolean rightParts = Parts.isGranular(type, right);
      boolean mayShareParts = (leftParts || isNothing(left)) && (rightParts || isNothing(right));
      if ((!leftParts && !rightParts)
          || (mayShareParts && Parts.isEmpty(left) && Parts.isEmpty(right))) {
        compareLeaves(left, right, path);
        return;
      }
      compareParts(type, leftParts ? left : null, rightParts ? right : null, path);
      if (!mayShareParts) {
        modified(path);
      } else if (Parts.isAbsent(left)) {
        path.addTo(added);
      } else if (Parts.isAbsent(right)) {
        path.addTo(removed);
      }
    }

    private static boolean isNothing(@Nullable Object value) {
      return value == null || Parts.isAbsent(value);
    }

    private void compareLeaves(@Nullable Object left, @Nullable Object right, Path path) {
      if (Parts.isAbsent(left)) {
        path.addTo(added);
      } else if (Parts.isAbsent(right)) {
        path.addTo(removed);
      } else if (!Values.same(left, right)) {
        modified(path);
      }
    }

    private void modified(Path path) {
      path.addTo(modified);
    }

    private void compareParts(
        MergeType type, @Nullable Object left, @Nullable Object right, Path path) {
      if (type instanceof MergeType.ListOf list) {
        compareItems(list, Parts.items(left), Parts.items(right), path);
      } else {
        compareFields(type, Parts.entries(left), Parts.entries(right), path);
      }
    }

    private void compareFields(
        MergeType type,
        Map<String, @Nullable Object> left,
        Map<String, @Nullable Object> right,
        Path path) {
      left.forEach((name, value) -> {
        Object other = Parts.get(right, name);
        if (!Values.identical(value, other)) {
          compare(Parts.field(type, name), value, other, to(path, name));
        }
      });
      right.forEach((name, value) -> {
        if (!left.containsKey(name)) {
          compare(Parts.field(type, name), Parts.ABSENT, value, to(path, name));
        }
      });
    }

    private static Path to(Path path, String name) {
      return path.to(new PathElement.Field(name));
    }

    private void compareItems(MergeType.ListOf list, List<?> left, List<?> right, Path path) {
      Map<PathElement, Occurrences> before = byStep(list, left);
      Map<PathElement, Occurrences> after = byStep(list, right);
      before.forEach((step, items) ->
          compareItem(list.item(), items, after.getOrDefault(step, NONE), path.to(step)));
      after.forEach((step, items) -> {
        if (!before.containsKey(step)) {
          compareItem(list.item(), NONE, items, path.to(step));
        }
      });
    }

    /// The items of one list that have the same step: more than one only in stored objects.
    private record Occurrences(List<@Nullable Object> items) {
      boolean ambiguous() {
        return items.size() > 1;
      }

      @Nullable Object first() {
        return items.isEmpty() ? Parts.ABSENT : items.getFirst();
      }
    }

    private static final Occurrences NONE = new Occurrences(new ArrayList<>(0));

    private static Map<PathElement, Occurrences> byStep(MergeType.ListOf list, List<?> items) {
      Map<PathElement, Occurrences> byStep = new LinkedHashMap<>();
      List<PathElement> steps = Parts.steps(list, items);
      for (int i = 0; i < items.size(); i++) {
        byStep
            .computeIfAbsent(steps.get(i), _ -> new Occurrences(new ArrayList<>(1)))
            .items()
            .add(items.get(i));
      }
      return byStep;
    }

    /// Items that cannot be told apart are compared as one value.
    private void compareItem(MergeType type, Occurrences before, Occurrences after, Path path) {
      if (before.ambiguous() && after.ambiguous()) {
        compareLeaves(before.items(), after.items(), path);
      } else if (before.ambiguous()) {
        compare(type, Parts.ABSENT, after.first(), path);
        path.addTo(removed);
      } else if (after.ambiguous()) {
        compare(type, before.first(), Parts.ABSENT, path);
        path.addTo(added);
      } else {
        compare(type, before.first(), after.first(), path);
      }
    }
  }
}
