package dev.fairway.operator.inference;

import org.jspecify.annotations.Nullable;

/// What the plan knows beside the request itself.
///
/// @param callHash hash of what would go into the call now
/// @param call this process's call for the attempt in status, if it has one
/// @param holderAlive whether the process that holds the attempt still works on it; false when
///   there is none
record Observed(String callHash, @Nullable CallState call, boolean holderAlive) {

  /// Where a call of this process stands.
  sealed interface CallState {
    /// Waiting for a free place, or with the provider.
    record Underway() implements CallState {}

    /// Over.
    record Ended(Outcome outcome) implements CallState {}
  }
}
