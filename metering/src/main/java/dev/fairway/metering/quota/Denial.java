package dev.fairway.metering.quota;

import dev.fairway.inference.catalog.Money;
import java.time.Instant;

/// Why a call may not go on; nothing stays reserved for it. Names the binding limit, for the caller
/// and for whoever set it.
public sealed interface Denial extends Decision {
  /// Whose limit it is.
  Subject subject();

  Limit limit();

  /// Fit to be shown to the caller.
  String message();

  /// Nothing, or not enough, is left.
  ///
  /// @param used units spent or set aside in the window
  /// @param need units the call asked for
  /// @param reset when the next window begins; never for concurrency
  record Exhausted(Subject subject, Limit limit, long used, long need, Instant reset)
      implements Denial {
    /// Whether the call asks for more than the whole limit, so that waiting does not help.
    public boolean isTooLarge() {
      return need > limit.amount();
    }

    @Override
    public String message() {
      String what =
          switch (limit.dimension()) {
            case Dimension.Spend(var currency) ->
                "the budget of %s per %s of %s is spent: %s used, %s needed"
                    .formatted(
                        new Money(limit.amount(), currency),
                        limit.window(),
                        subject.word(),
                        new Money(used, currency),
                        new Money(need, currency));
            case Dimension.Count.CONCURRENCY ->
                "the limit of %d calls at a time of %s is reached"
                    .formatted(limit.amount(), subject.word());
            case Dimension.Count count ->
                "the limit of %d %s per %s of %s is reached: %d used, %d needed"
                    .formatted(limit.amount(), count, limit.window(), subject.word(), used, need);
          };
      return reset.equals(Instant.MAX) ? what : what + "; it begins anew at " + reset;
    }
  }

  /// There is a budget, and nobody can say what the call would cost in its currency.
  ///
  /// @param reason what is missing
  record Unpriced(Subject subject, Limit limit, String reason) implements Denial {
    @Override
    public String message() {
      return "the call cannot be held against the budget of %s: %s"
          .formatted(subject.word(), reason);
    }
  }
}
