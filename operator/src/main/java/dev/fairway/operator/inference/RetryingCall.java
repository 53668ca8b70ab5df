package dev.fairway.operator.inference;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.routing.Permit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// Calls the model, and calls again after failures that allow it, inside one claim and its
/// deadline. Every one of them is admitted by the provider's limits. Blocks; an interrupt cancels.
///
/// @param onRetry told the number of each call after the first, before it is made
record RetryingCall(
    PreparedCall prepared, Instant deadline, int retryLimit, Clock clock, IntConsumer onRetry)
    implements Function<Permit, Outcome> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Usage NOTHING = Usage.of(0, 0);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  @Override
  public Outcome apply(Permit first) {
    Permit permit = first;
    for (int retry = 1; ; retry++) {
      Outcome outcome = once(permit);
      if (!(outcome instanceof Outcome.Failed(var failure))) return outcome;
      Optional<Duration> pause = pauseBefore(retry, failure);
      if (pause.isEmpty()) return outcome;
      try {
        Thread.sleep(pause.get());
        permit = permit.another(left());
      } catch (InterruptedException _) {
        return new Outcome.Failed(cancelled());
      } catch (ModelFailureException _) {
        return outcome;
      }
      onRetry.accept(retry);
    }
  }

  private Outcome once(Permit permit) {
    Usage used = NOTHING;
    try {
      Duration left = left();
      if (!left.isPositive()) return new Outcome.Failed(tooLate());
      used = Usage.UNKNOWN;
      CallContext context = new CallContext(left, prepared.unsupported());
      Outcome outcome = prepared.question().ask(context);
      used = outcome.usage().orElse(Usage.UNKNOWN);
      return outcome;
    } catch (ModelFailureException e) {
      used = e.failure().mayHaveRun() ? Usage.UNKNOWN : NOTHING;
      return new Outcome.Failed(e.failure());
    } finally {
      permit.release(used, System.nanoTime());
    }
  }

  private Duration left() {
    return Duration.between(clock.instant(), deadline);
  }

  /// Empty when the failure stands: it is not known to be retryable, the limit is reached, or the
  /// provider wants more time than is left.
  private Optional<Duration> pauseBefore(int retry, ModelFailure failure) {
    if (retry > retryLimit || !failure.retryable() || mayBeBilled(failure)) return Optional.empty();
    Duration pause = failure.retryAfter().orElseGet(() -> backoff(retry));
    return Optional.of(pause).filter(p -> p.compareTo(left()) < 0);
  }

  /// A connection that broke after the request was sent says nothing about what the provider did.
  private static boolean mayBeBilled(ModelFailure failure) {
    return failure instanceof ModelFailure.Unavailable unavailable
        && unavailable.sent()
        && unavailable.status() == null;
  }

  private static Duration backoff(int retry) {
    Duration full = FIRST_PAUSE.multipliedBy(1L << Math.min(retry - 1, 16));
    Duration capped = full.compareTo(LONGEST_PAUSE) < 0 ? full : LONGEST_PAUSE;
    long half = capped.toMillis() / 2;
    return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
  }

  private static ModelFailure tooLate() {
    return new ModelFailure.TimedOut(
        "no answer before the deadline", ModelFailure.TimedOut.Phase.TOTAL);
  }

  private static ModelFailure cancelled() {
    return new ModelFailure.Cancelled("the call was cancelled");
  }
}
