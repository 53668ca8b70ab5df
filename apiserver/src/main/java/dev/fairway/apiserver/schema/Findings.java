package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.List;

/// What checking one value found: errors, each once, and a count of passed steps, by which the most
/// telling branch of an `anyOf` or `oneOf` is chosen (`kube-openapi/.../validate/result.go`).
final class Findings {
  private List<FieldError> errors = List.of();
  private int matches;

  boolean valid() {
    return errors.isEmpty();
  }

  List<FieldError> errors() {
    return errors;
  }

  int matches() {
    return matches;
  }

  void add(FieldError error) {
    if (errors.isEmpty()) {
      errors = new ArrayList<>();
    }
    if (!errors.contains(error)) {
      errors.add(error);
    }
  }

  void merge(Findings other) {
    other.errors.forEach(this::add);
    matches += other.matches;
  }

  void countMatch() {
    matches++;
  }

  /// The value is what it was before the update: what is wrong with it is no news.
  void forgive() {
    errors = List.of();
  }
}
