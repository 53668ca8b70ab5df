package dev.fairway.inference.routing;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One call of a [RoutedChatModel], on the caller's thread.
final class RoutedPlay {
  private static final long NEVER = Long.MAX_VALUE;

  private final Function<Target, ChatModel> models;
  private final Consumer<AttemptReport> reports;
  private final ChatRequest request;
  private final CallNeeds needs;
  private final CallContext context;
  private final Consumer<ChatEvent> sink;
  private final long deadline;

  /// Events are bounded by [AttemptRun]; the rest is a few per call.
  private final LinkedBlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();

  private final List<AttemptRun> runs = new ArrayList<>();
  private long pauseUntil = NEVER;
  private @Nullable Throwable lastCause;

  /// What the caller's thread hears.
  sealed interface Mail {
    record Event(AttemptRun from, ChatEvent event) implements Mail {}

    record Answered(AttemptRun from, ChatResponse response) implements Mail {}

    record Failed(AttemptRun from, ModelFailure failure, Throwable cause) implements Mail {}

    /// A place in a queue was decided on.
    record Woken() implements Mail {}
  }

  RoutedPlay(
      Function<Target, ChatModel> models,
      Consumer<AttemptReport> reports,
      ChatRequest request,
      CallNeeds needs,
      CallContext context,
      Consumer<ChatEvent> sink) {
    this.models = models;
    this.reports = reports;
    this.request = request;
    this.needs = needs;
    this.context = context;
    this.sink = sink;
    this.deadline = now() + nanos(context.timeout());
  }

  ChatResponse run(ModelRouter router) {
    RoutedCall call = router.call(needs, deadline, () -> mailbox.add(new Mail.Woken()));
    try {
      act(call.start(now()));
      ChatResponse answer = null;
      while (answer == null) {
        answer = hear(call, mailbox.poll(nanosUntilWakeUp(call), TimeUnit.NANOSECONDS));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new ModelFailure.Cancelled("the call was cancelled"), e);
    } finally {
      call.leave(now());
      runs.forEach(AttemptRun::cancel);
    }
  }

  private void act(Step step) {
    switch (step) {
      case Step.Send(var attempt) -> send(attempt);
      case Step.Pause(var until) -> pauseUntil = until;
      case Step.Queue _, Step.Await _ -> {}
      case Step.GiveUp(var failure) -> throw new ModelFailureException(failure, lastCause);
    }
  }

  private void send(Attempt attempt) {
    Target target = attempt.target();
    Duration left = Duration.ofNanos(Math.max(1, deadline - now()));
    AttemptRun run =
        new AttemptRun(
            attempt,
            models.apply(target),
            request.withModel(target.model()),
            new CallContext(left, context.unsupported()),
            needs.inputTokens(),
            mailbox,
            reports);
    runs.add(run);
    run.start();
  }

  private long nanosUntilWakeUp(RoutedCall call) {
    long next = pauseUntil == NEVER ? call.hedgeAtNanos() : pauseUntil;
    return next == NEVER ? NEVER : Math.max(0, next - now());
  }

  /// The answer, when this is it.
  private @Nullable ChatResponse hear(RoutedCall call, @Nullable Mail mail) {
    switch (mail) {
      case null -> wakeUp(call);
      case Mail.Woken _ -> act(call.resume(now()));
      case Mail.Event(var from, var event) -> {
        from.eventTaken();
        if (isTheOne(call, from)) {
          sink.accept(event);
        }
      }
      case Mail.Failed(var from, var failure, var cause) -> {
        if (from.isLost()) {
          return null;
        }
        lastCause = cause;
        from.reportFailed(failure);
        act(call.failed(from.attempt(), failure, now()));
      }
      case Mail.Answered(var from, var response) -> {
        if (isTheOne(call, from)) {
          from.settleAnswered(response);
          return response;
        }
      }
    }
    return null;
  }

  private void wakeUp(RoutedCall call) {
    if (pauseUntil != NEVER) {
      pauseUntil = NEVER;
      act(call.resume(now()));
      return;
    }
    Attempt second = call.hedge(now());
    if (second != null) {
      send(second);
    }
  }

  private boolean isTheOne(RoutedCall call, AttemptRun run) {
    boolean first = call.begun(run.attempt(), now());
    if (first) {
      runs.stream().filter(other -> other != run).forEach(AttemptRun::cancel);
    }
    return first;
  }

  private static long now() {
    return System.nanoTime();
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : duration.toNanos();
  }
}
