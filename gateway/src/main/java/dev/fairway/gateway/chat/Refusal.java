package dev.fairway.gateway.chat;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why the gateway itself does not answer a call, and how a provider's failure is told to a caller:
/// each caller hears it in the words of its own API. Messages are fit to be shown.
public sealed interface Refusal {
  String message();

  /// A stable name for logs and metrics.
  default String reason() {
    return this instanceof Provider(var failure) ? failure.reason() : getClass().getSimpleName();
  }

  /// There is no model of that name for this key.
  static Refusal unknownModel(String name) {
    String shown = name.length() > 200 ? name.substring(0, 200) : name;
    return new UnknownModel(
        "there is no model %s; GET /v1/models lists those this key may call".formatted(shown));
  }

  /// No key, one that is not known, is disabled or has expired.
  record BadKey(String message) implements Refusal {}

  /// The key does not open this.
  record NotAllowed(String message) implements Refusal {}

  /// There is no such path.
  record UnknownPath(String message) implements Refusal {}

  /// There is no model of that name for this key.
  record UnknownModel(String message) implements Refusal {}

  /// The request is wrong.
  ///
  /// @param status of 4xx
  /// @param parameter the field, where one is to blame
  record BadRequest(int status, String message, @Nullable String parameter) implements Refusal {}

  /// A rate is used up.
  ///
  /// @param retryAfter when it would pass
  record RateLimited(String message, Duration retryAfter) implements Refusal {}

  /// A budget is spent; waiting does not help for now.
  record BudgetSpent(String message) implements Refusal {}

  /// The provider's failure, after all that was worth trying.
  record Provider(ModelFailure failure) implements Refusal {
    @Override
    public String message() {
      return failure.message();
    }
  }
}
