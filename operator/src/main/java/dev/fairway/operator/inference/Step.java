package dev.fairway.operator.inference;

import java.time.Duration;
import java.time.Instant;

/// What to do next about one request. Decided by [InferencePlan], done by [InferenceReconciler].
sealed interface Step {
  /// Claim attempt `number` and make the call.
  ///
  /// @param startTime when the request's first call was claimed, which its deadline counts from
  record Dispatch(int number, Instant startTime) implements Step {}

  /// The call of this process has ended: publish what came of it.
  record Finish(Outcome outcome) implements Step {}

  /// End the request without an answer, whatever is still running.
  record Fail(String reason, String message) implements Step {}

  /// Spec changed in a way that buys no answer: say that it was seen.
  record Acknowledge() implements Step {}

  /// The call runs long enough that deleting the request must wait for it: set the finalizer.
  record Hold() implements Step {}

  /// The request is being deleted, or done: cancel what runs, then take the finalizer off.
  record Release() implements Step {}

  /// Its time after the end is over: delete the request.
  record Expire() implements Step {}

  /// Nothing now; look again then.
  record Wait(Duration delay) implements Step {}

  /// Nothing until something changes.
  record Nothing() implements Step {}
}
