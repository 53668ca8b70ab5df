package dev.fairway.operator.inference;

import dev.fairway.api.v1.Attempt;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.routing.Permit;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.operator.inference.Observed.CallState;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One claimed call of this process, on a virtual thread of its own: it waits for its turn with the
/// provider, is sent, and ends. Whether it was sent is decided once, so that a claim can be given
/// back only if it was not.
final class Call {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private enum Stage {
    WAITING,
    SENT,
    WITHDRAWN
  }

  private final Attempt attempt;
  private final ProviderGate gate;
  private final long tokens;
  private final Function<Permit, Outcome> work;
  private final Clock clock;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final Thread thread;
  private volatile @Nullable Outcome outcome;

  /// @param tokens estimate of what it will use
  /// @param work makes the call, and gives the permit back
  Call(
      Attempt attempt,
      ProviderGate gate,
      long tokens,
      Function<Permit, Outcome> work,
      Clock clock,
      Runnable whenEnded) {
    this.attempt = attempt;
    this.gate = gate;
    this.tokens = tokens;
    this.work = work;
    this.clock = clock;
    this.thread =
        Thread.ofVirtual()
            .name("call-" + attempt.id())
            .unstarted(() -> {
              Outcome ended = run();
              if (isWithdrawn()) return;
              outcome = ended;
              whenEnded.run();
            });
  }

  void start() {
    thread.start();
  }

  Attempt attempt() {
    return attempt;
  }

  CallState state() {
    Outcome ended = outcome;
    return ended == null ? new CallState.Underway() : new CallState.Ended(ended);
  }

  /// Takes back a call that has not been sent.
  ///
  /// @return false when it has been, or will be in this moment
  boolean withdraw() {
    boolean unsent = stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN);
    if (unsent) thread.interrupt();
    return unsent;
  }

  boolean isWithdrawn() {
    return stage.get() == Stage.WITHDRAWN;
  }

  void cancel() {
    thread.interrupt();
  }

  void awaitEnd(Duration limit) throws InterruptedException {
    if (limit.isPositive()) thread.join(limit);
  }

  private Outcome run() {
    try {
      Permit permit = gate.await(tokens, Duration.between(clock.instant(), attempt.deadline()));
      if (stage.compareAndSet(Stage.WAITING, Stage.SENT)) return work.apply(permit);
      permit.cancel(System.nanoTime());
      return cancelled();
    } catch (InterruptedException _) {
      return cancelled();
    } catch (ModelFailureException e) {
      return new Outcome.Failed(noTurn(e.failure()));
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("attempt", attempt.id()).setCause(e).log("call broke");
      return new Outcome.Failed(
          new ModelFailure.Malformed("internal error: " + e.getClass().getSimpleName()));
    }
  }

  /// Refused before its deadline when its turn would come too late, at it when it waited in vain.
  private ModelFailure noTurn(ModelFailure refused) {
    return clock.instant().isBefore(attempt.deadline())
        ? refused
        : new ModelFailure.TimedOut(
            "no turn before the deadline: " + refused.message(), ModelFailure.TimedOut.Phase.TOTAL);
  }

  private static Outcome cancelled() {
    return new Outcome.Failed(new ModelFailure.Cancelled("the call was cancelled"));
  }
}
