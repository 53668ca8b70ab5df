package dev.fairway.apiserver.apply;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Who manages fields: the identity of an entry of `metadata.managedFields`. Of those that apply,
/// the version is no part of it, so that an applier can move to another version.
///
/// @param apiVersion empty for those that apply
record Manager(String name, Operation operation, String apiVersion, String subresource)
    implements Comparable<Manager> {
  enum Operation {
    APPLY("Apply"),
    UPDATE("Update");

    private final String text;

    Operation(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private static final Comparator<Manager> ORDER =
      Comparator.comparing(Manager::name)
          .thenComparing(Manager::operation)
          .thenComparing(Manager::apiVersion)
          .thenComparing(Manager::subresource);

  static Manager applying(String name, String subresource) {
    return new Manager(orUnknown(name), Operation.APPLY, "", subresource);
  }

  static Manager updating(String name, String apiVersion, String subresource) {
    return new Manager(orUnknown(name), Operation.UPDATE, apiVersion, subresource);
  }

  private static String orUnknown(String name) {
    return name.isEmpty() ? "unknown" : name;
  }

  boolean applies() {
    return operation == Operation.APPLY;
  }

  @Override
  public int compareTo(Manager other) {
    return ORDER.compare(this, other);
  }

  /// The manager as conflicts name it.
  @Override
  public String toString() {
    return Values.quote(name)
        + (subresource.isEmpty() ? "" : " with subresource " + Values.quote(subresource))
        + (applies() ? "" : " using " + apiVersion);
  }

  /// What one manager manages.
  ///
  /// @param apiVersion the version the fields are named at
  /// @param time of its last change; null when it never made one, or the writer left it out
  record Share(String apiVersion, FieldSet fields, @Nullable Instant time) {
    Share withFields(FieldSet others) {
      return Values.identical(others, fields) ? this : new Share(apiVersion, others, time);
    }

    Share withTime(@Nullable Instant changed) {
      return new Share(apiVersion, fields, changed);
    }
  }
}
