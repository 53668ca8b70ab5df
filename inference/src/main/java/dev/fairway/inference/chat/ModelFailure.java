package dev.fairway.inference.chat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a model call gave no answer. Messages are fit to be shown: they name what was wrong and hold
/// no credential.
public sealed interface ModelFailure {
  String message();

  /// A stable name for conditions, logs and metrics, such as `Throttled`.
  default String reason() {
    return getClass().getSimpleName();
  }

  /// Whether the same call to the same provider may succeed later without anybody changing
  /// anything.
  default boolean retryable() {
    return switch (this) {
      case Throttled _, Unavailable _ -> true;
      case TimedOut _,
          Refused _,
          BadRequest _,
          UnknownModel _,
          UnsupportedParameter _,
          ContextTooLong _,
          Unauthorized _,
          CreditSpent _,
          Malformed _,
          Cancelled _ ->
          false;
    };
  }

  /// Whether the provider may have worked, and may bill, although no answer arrived. A retry is
  /// free of that risk only when this is false.
  default boolean mayHaveRun() {
    return switch (this) {
      case Unavailable unavailable -> unavailable.sent();
      case TimedOut timedOut -> timedOut.phase() != TimedOut.Phase.CONNECT;
      case Malformed _, Cancelled _, Refused _ -> true;
      case Throttled _,
          BadRequest _,
          UnknownModel _,
          UnsupportedParameter _,
          ContextTooLong _,
          Unauthorized _,
          CreditSpent _ ->
          false;
    };
  }

  /// How long the provider asked to wait before the next call.
  default Optional<Duration> retryAfter() {
    return switch (this) {
      case Throttled throttled -> Optional.ofNullable(throttled.waitFor());
      case Unavailable unavailable -> Optional.ofNullable(unavailable.waitFor());
      default -> Optional.empty();
    };
  }

  /// Too many calls or too much load: HTTP 429 and 529.
  record Throttled(String message, @Nullable Duration waitFor) implements ModelFailure {}

  /// The provider cannot be reached, is broken, or broke off in the middle: connection errors, 408,
  /// 409, 5xx, a cut stream.
  ///
  /// @param status HTTP status, null when there was no answer
  /// @param sent whether the request may have reached the provider and may have been worked on
  record Unavailable(
      String message, @Nullable Integer status, @Nullable Duration waitFor, boolean sent)
      implements ModelFailure {}

  /// A deadline passed.
  record TimedOut(String message, Phase phase) implements ModelFailure {
    /// What was being waited for.
    public enum Phase {
      CONNECT,
      FIRST_BYTE,
      /// Between two pieces of an answer.
      IDLE,
      /// The whole call, retries included.
      TOTAL
    }
  }

  /// A content filter stopped the call before there was an answer.
  record Refused(String message) implements ModelFailure {}

  /// The provider finds the request wrong.
  ///
  /// @param parameter the field, where the provider names it
  /// @param code the provider's code, where it gives one
  record BadRequest(String message, @Nullable String parameter, @Nullable String code)
      implements ModelFailure {}

  /// The provider has no such model, or not for this credential.
  record UnknownModel(String message) implements ModelFailure {}

  /// The target cannot express a field of the request; nothing was sent.
  ///
  /// @param parameter path of the field
  record UnsupportedParameter(String message, String parameter) implements ModelFailure {}

  /// The request does not fit the model's context window.
  record ContextTooLong(String message) implements ModelFailure {}

  /// The provider refused our credential: 401 and 403.
  record Unauthorized(String message) implements ModelFailure {}

  /// The account at the provider has no credit or quota left; waiting does not help.
  record CreditSpent(String message) implements ModelFailure {}

  /// The provider's answer cannot be understood, or is over a limit.
  record Malformed(String message) implements ModelFailure {}

  /// The caller gave up.
  record Cancelled(String message) implements ModelFailure {}
}
