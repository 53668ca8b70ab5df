package dev.fairway.apiserver.collect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// The conditions that tell how far the deletion of a namespace is. Types, reasons and messages are
/// those of Kubernetes (`pkg/controller/namespace/deletion/status_condition_utils.go`): people and
/// scripts look for them.
final class NamespaceConditions {
  private NamespaceConditions() {}

  /// What is left in a namespace.
  ///
  /// @param failures why content could not be deleted
  /// @param objects how many objects are left, by `plural.group`
  /// @param finalizers how many objects each finalizer holds
  record Content(
      List<String> failures,
      SortedMap<String, Integer> objects,
      SortedMap<String, Integer> finalizers) {
    boolean gone() {
      return failures.isEmpty() && objects.isEmpty();
    }
  }

  /// The conditions to write, given those of before; equal to them when nothing changed.
  static List<Map<String, Object>> of(
      Content content, List<Map<String, Object>> before, Instant now) {
    List<Map<String, Object>> conditions = new ArrayList<>(before);
    for (Condition condition : wanted(content)) {
      put(conditions, condition, now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return conditions;
  }

  private record Condition(String type, boolean status, String reason, String message) {
    boolean sameAs(Map<String, Object> other) {
      return statusText().equals(other.get("status"))
          && reason.equals(other.get("reason"))
          && message.equals(other.get("message"));
    }

    String statusText() {
      return status ? "True" : "False";
    }
  }

  private static List<Condition> wanted(Content content) {
    return List.of(
        new Condition(
            "NamespaceDeletionDiscoveryFailure",
            false,
            "ResourcesDiscovered",
            "All resources successfully discovered"),
        new Condition(
            "NamespaceDeletionGroupVersionParsingFailure",
            false,
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed"),
        content.failures.isEmpty()
            ? new Condition(
                "NamespaceDeletionContentFailure",
                false,
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization")
            : new Condition(
                "NamespaceDeletionContentFailure",
                true,
                "ContentDeletionFailed",
                "Failed to delete all resource types, %d remaining: %s"
                    .formatted(content.failures.size(), String.join(", ", content.failures))),
        content.objects.isEmpty()
            ? removed("NamespaceContentRemaining")
            : new Condition(
                "NamespaceContentRemaining",
                true,
                "SomeResourcesRemain",
                "Some resources are remaining: " + joined(content.objects, "%s has %d")),
        content.finalizers.isEmpty()
            ? removed("NamespaceFinalizersRemaining")
            : new Condition(
                "NamespaceFinalizersRemaining",
                true,
                "SomeFinalizersRemain",
                "Some content in the namespace has finalizers remaining: "
                    + joined(content.finalizers, "%s in %d")));
  }

  private static Condition removed(String type) {
    return new Condition(type, false, "ContentRemoved", "All content successfully removed");
  }

  private static String joined(SortedMap<String, Integer> counts, String format) {
    return counts.entrySet().stream()
        .map(e -> format.formatted(e.getKey(), e.getValue()) + " resource instances")
        .collect(Collectors.joining(", "));
  }

  private static void put(List<Map<String, Object>> conditions, Condition wanted, String now) {
    for (int i = 0; i < conditions.size(); i++) {
      Map<String, Object> old = conditions.get(i);
      if (wanted.type.equals(old.get("type"))) {
        if (!wanted.sameAs(old)) {
          boolean turned = !wanted.statusText().equals(old.get("status"));
          conditions.set(
              i, tree(wanted, turned ? now : String.valueOf(old.get("lastTransitionTime"))));
        }
        return;
      }
    }
    conditions.add(tree(wanted, now));
  }

  private static Map<String, Object> tree(Condition condition, String time) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", condition.type);
    tree.put("status", condition.statusText());
    tree.put("lastTransitionTime", time);
    tree.put("reason", condition.reason);
    tree.put("message", condition.message);
    return tree;
  }
}
