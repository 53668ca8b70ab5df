package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.TimedOut.Phase;

/// What a failure says about the target it came from.
enum Blame {
  /// Nothing.
  NONE,
  /// The target answered well; the request was wrong.
  CALLER,
  /// It is broken or too slow.
  TARGET,
  /// It has more to do than it can.
  LOAD,
  /// It does not serve our account.
  ACCOUNT;

  /// @param begun whether a first byte had arrived
  static Blame of(ModelFailure failure, boolean begun) {
    return switch (failure) {
      case ModelFailure.Cancelled _ -> NONE;
      case ModelFailure.TimedOut(_, var phase) -> phase == Phase.TOTAL && begun ? NONE : TARGET;
      case ModelFailure.Unavailable _, ModelFailure.Malformed _ -> TARGET;
      case ModelFailure.Throttled _ -> LOAD;
      case ModelFailure.Unauthorized _, ModelFailure.CreditSpent _ -> ACCOUNT;
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnknownModel _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.ContextTooLong _ ->
          CALLER;
    };
  }
}
