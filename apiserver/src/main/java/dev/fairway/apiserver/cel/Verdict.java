package dev.fairway.apiserver.cel;

import org.jspecify.annotations.Nullable;

/// What running a rule came to; `cost` is what it used of the budget.
public sealed interface Verdict {
  long cost();

  record Holds(long cost) implements Verdict {}

  /// @param message what the message expression says; null when there is none or it failed
  record Violated(long cost, @Nullable String message) implements Verdict {}

  /// The rule could not be evaluated.
  ///
  /// @param problem in the words of cel-go, such as `no such key: a`
  record Broken(long cost, String problem) implements Verdict {}

  /// The rule alone cost more than one rule may.
  record TooCostly(long cost) implements Verdict {}
}
