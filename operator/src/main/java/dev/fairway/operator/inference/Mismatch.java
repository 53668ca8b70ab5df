package dev.fairway.operator.inference;

/// An answer that is not what `spec.outputSpec` asks for. The message names the rule and the field
/// of the answer, and quotes nothing of it.
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1;

  Mismatch(String message) {
    super(message, null, false, false);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
