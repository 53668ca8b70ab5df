package dev.fairway.inference.routing;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.routing.AttemptReport.Ending;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request to one model, on a virtual thread. Its place with the provider is given back when
/// the model has really stopped, not when it is told to. An event waits until the caller has taken
/// most of those before it.
final class AttemptRun {
  private static final int EVENTS_AHEAD = 64;

  private enum Stage {
    RUNNING,
    ENDED,
    CANCELLED
  }

  private final Attempt attempt;
  private final ChatModel model;
  private final ChatRequest request;
  private final CallContext context;
  private final Queue<RoutedPlay.Mail> mailbox;
  private final Consumer<AttemptReport> reports;
  private final Semaphore room = new Semaphore(EVENTS_AHEAD);
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);
  private final UsageSoFar usage;
  private boolean lost;
  private final Thread thread;

  AttemptRun(
      Attempt attempt,
      ChatModel model,
      ChatRequest request,
      CallContext context,
      long inputTokens,
      Queue<RoutedPlay.Mail> mailbox,
      Consumer<AttemptReport> reports) {
    this.attempt = attempt;
    this.model = model;
    this.request = request;
    this.context = context;
    this.mailbox = mailbox;
    this.reports = reports;
    this.usage = new UsageSoFar(inputTokens);
    this.thread = Thread.ofVirtual().name("attempt-" + attempt.target().id()).unstarted(this::run);
  }

  Attempt attempt() {
    return attempt;
  }

  void start() {
    thread.start();
  }

  /// Stops it, unless it has ended; what it still says does not count. For the caller's thread, as
  /// is [#isLost].
  void cancel() {
    lost = true;
    if (stage.compareAndSet(Stage.RUNNING, Stage.CANCELLED)) {
      thread.interrupt();
    } else if (stage.get() == Stage.ENDED) {
      settleAbandoned();
    }
  }

  boolean isLost() {
    return lost;
  }

  void eventTaken() {
    room.release();
  }

  private void run() {
    RoutedPlay.Mail last;
    try {
      ChatResponse response =
          request.stream()
              ? model.stream(request, context, this::pass)
              : model.chat(request, context);
      usage.complete(response.usage());
      last = new RoutedPlay.Mail.Answered(this, response);
    } catch (ModelFailureException e) {
      last = new RoutedPlay.Mail.Failed(this, e.failure(), e);
    } catch (RuntimeException | Error e) {
      last = new RoutedPlay.Mail.Failed(this, internal(e), e);
    }
    if (stage.compareAndSet(Stage.RUNNING, Stage.ENDED)) {
      mailbox.add(last);
    } else {
      settleAbandoned();
    }
  }

  private static ModelFailure internal(Throwable e) {
    return new ModelFailure.Malformed("internal error: " + e.getClass().getSimpleName());
  }

  private void pass(ChatEvent event) {
    usage.add(event);
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new ModelFailure.Cancelled("the call was cancelled"), e);
    }
    mailbox.add(new RoutedPlay.Mail.Event(this, event));
  }

  void settleAnswered(ChatResponse response) {
    if (attempt.answered(response.usage(), System.nanoTime())) {
      report(Ending.ANSWERED, null, response.usage());
    }
  }

  private void settleAbandoned() {
    Usage spent = usage.estimate();
    if (attempt.abandoned(spent, System.nanoTime())) {
      report(Ending.ABANDONED, null, spent);
    }
  }

  /// Before [RoutedCall#failed] settles it.
  void reportFailed(ModelFailure failure) {
    boolean costs = failure.mayHaveRun() || attempt.isBegun();
    report(Ending.FAILED, failure, costs ? usage.estimate() : Usage.of(0, 0));
  }

  private void report(Ending ending, @Nullable ModelFailure failure, Usage spent) {
    Duration took = Duration.ofNanos(System.nanoTime() - attempt.sinceNanos());
    reports.accept(
        new AttemptReport(
            attempt.target(), attempt.number(), attempt.isHedge(), ending, failure, spent, took));
  }
}
