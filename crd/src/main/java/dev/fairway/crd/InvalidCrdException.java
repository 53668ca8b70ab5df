package dev.fairway.crd;

import java.util.List;

/// The Java types cannot become a CRD that a Kubernetes API server accepts and that means what the
/// types say. Carries everything that is wrong, one line each, starting with the path of the field.
public final class InvalidCrdException extends RuntimeException {
  private final List<String> problems;

  InvalidCrdException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
