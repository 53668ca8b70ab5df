package dev.fairway.testing.simulator;

import org.jspecify.annotations.Nullable;

/// The request gets an error answer.
final class Wrong extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String text;
  private final @Nullable String code;

  Wrong(int status, String text) {
    this(status, text, null);
  }

  /// @param code the provider's own name of the error, where its format has one
  Wrong(int status, String text, @Nullable String code) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
    this.code = code;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }

  @Nullable String code() {
    return code;
  }

  String codeOr(String other) {
    return code == null ? other : code;
  }
}
