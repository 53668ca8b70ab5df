package dev.fairway.apiserver.apply;

import java.util.List;
import java.util.stream.Collectors;

/// An apply would change fields that others manage: 409, unless it is forced. The edge answers with
/// the message and one cause of type `FieldManagerConflict` for each conflict.
public final class ApplyConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// One field of one other manager.
  ///
  /// @param manager who manages it, as messages name it: `"kubectl" using apps/v1`
  /// @param field the path, such as `.spec.replicas`
  public record Conflict(String manager, String field) {
    /// The message of the cause in `details.causes`.
    public String message() {
      return "conflict with " + manager;
    }
  }

  private final transient List<Conflict> conflicts;

  ApplyConflict(List<Conflict> conflicts) {
    super(message(conflicts), null, false, false);
    this.conflicts = List.copyOf(conflicts);
  }

  /// At least one; those of one manager are neighbours.
  public List<Conflict> conflicts() {
    return conflicts;
  }

  private static String message(List<Conflict> conflicts) {
    if (conflicts.size() == 1) {
      Conflict only = conflicts.getFirst();
      return "Apply failed with 1 conflict: " + only.message() + ": " + only.field();
    }
    return "Apply failed with %d conflicts: ".formatted(conflicts.size())
        + conflicts.stream()
            .map(Conflict::manager)
            .distinct()
            .map(manager -> group(manager, conflicts))
            .collect(Collectors.joining("\n"));
  }

  private static String group(String manager, List<Conflict> conflicts) {
    return conflicts.stream()
        .filter(conflict -> conflict.manager().equals(manager))
        .map(conflict -> "\n- " + conflict.field())
        .collect(Collectors.joining("", "conflicts with " + manager + ":", ""));
  }
}
