package dev.fairway.operator.inference;

import dev.fairway.api.v1.Attempt;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.operator.inference.Observed.CallState;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One claimed call of this process, on a virtual thread of its own: it waits for a free place with
/// the provider, is sent, and ends. Whether it was sent is decided once, so that a claim can be
/// given back only if it was not.
final class Call {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private enum Stage {
    WAITING,
    SENT,
    WITHDRAWN
  }

  private final Attempt attempt;
  private final Semaphore places;
  private final Supplier<Outcome> work;
  private final Clock clock;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final Thread thread;
  private volatile @Nullable Outcome outcome;

  Call(Attempt attempt, Semaphore places, Supplier<Outcome> work, Clock clock, Runnable whenEnded) {
    this.attempt = attempt;
    this.places = places;
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
      Duration left = Duration.between(clock.instant(), attempt.deadline());
      if (!places.tryAcquire(left.toMillis(), TimeUnit.MILLISECONDS)) return noPlace();
      try {
        return stage.compareAndSet(Stage.WAITING, Stage.SENT) ? work.get() : cancelled();
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      return cancelled();
    } catch (ModelFailureException e) {
      return new Outcome.Failed(e.failure());
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("attempt", attempt.id()).setCause(e).log("call broke");
      return new Outcome.Failed(
          new ModelFailure.Malformed("internal error: " + e.getClass().getSimpleName()));
    }
  }

  private static Outcome noPlace() {
    return new Outcome.Failed(
        new ModelFailure.TimedOut(
            "waited for a free place with the provider until the deadline",
            ModelFailure.TimedOut.Phase.TOTAL));
  }

  private static Outcome cancelled() {
    return new Outcome.Failed(new ModelFailure.Cancelled("the call was cancelled"));
  }
}
