package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import java.util.Set;

/// The failures a route may answer by asking another target; `fallback.when` names them.
public enum FallbackOn {
  THROTTLED,
  UNAVAILABLE,
  TIMEOUT,
  /// Another target only if its window is larger.
  CONTEXT_LENGTH;

  /// Whether another target may be asked. A refusal of our own credential or account is no fault of
  /// the caller, so another target is always asked then. Where the request itself is the reason, no
  /// target ever is: it would say the same.
  static boolean allows(Set<FallbackOn> on, ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> on.contains(THROTTLED);
      case ModelFailure.Unavailable _, ModelFailure.Malformed _ -> on.contains(UNAVAILABLE);
      case ModelFailure.TimedOut _ -> on.contains(TIMEOUT);
      case ModelFailure.ContextTooLong _ -> on.contains(CONTEXT_LENGTH);
      case ModelFailure.Unauthorized _, ModelFailure.CreditSpent _ -> true;
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnknownModel _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.Cancelled _ ->
          false;
    };
  }
}
