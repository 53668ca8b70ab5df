package dev.fairway.testing.simulator;

/// The request gets an error answer.
final class Wrong extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String text;

  Wrong(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }
}
