package dev.fairway.operator.conditions;

/// A spec that cannot be worked on as it stands. The message names the field, what is wrong with it
/// and what would be right; it never holds a secret.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /// @param reason one CamelCase word for the condition
  public Refusal(String reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
