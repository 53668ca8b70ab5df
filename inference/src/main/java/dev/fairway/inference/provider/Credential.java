package dev.fairway.inference.provider;

import java.util.Objects;

/// A provider's key. It cannot be printed; only this package sees the value.
public final class Credential {
  private final String secret;

  /// @throws IllegalArgumentException when the key is empty or cannot stand in a header; the
  ///   message does not quote it
  public Credential(String secret) {
    this.secret = Objects.requireNonNull(secret).strip();
    if (this.secret.isEmpty()) {
      throw new IllegalArgumentException("the key is empty");
    }
    if (!this.secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("the key holds characters that no key has");
    }
  }

  String secret() {
    return secret;
  }

  /// The text without this key.
  String removeFrom(String text) {
    return text.replace(secret, "***");
  }

  @Override
  public String toString() {
    return "Credential[***]";
  }
}
