package dev.fairway.gateway.chat;

import dev.fairway.gateway.http.AnswerHead;
import dev.fairway.gateway.http.ClientExchange;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.gateway.snapshot.Serving;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.Payload;
import dev.fairway.inference.routing.Attempt;
import dev.fairway.inference.routing.CallNeeds;
import dev.fairway.inference.routing.RoutedCall;
import dev.fairway.inference.routing.Step;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call for embeddings: each request to a target blocks a virtual thread, everything else is
/// decided on the event loop of the exchange.
final class EmbeddingsCall {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Answering answering;
  private final ClientExchange exchange;
  private final EmbeddingRequest request;
  private final ServedModel model;
  private final Admission.Settling settling;
  private final InstantSource clock;
  private final long deadline;
  private final RoutedCall call;
  private final List<Sent> sent = new ArrayList<>();
  private boolean over;

  private record Sent(Attempt attempt, Thread thread) {}

  EmbeddingsCall(
      Answering answering,
      EmbeddingRequest request,
      ServedModel model,
      long inputTokens,
      Admission.Settling settling,
      InstantSource clock) {
    this.answering = answering;
    this.exchange = answering.exchange();
    this.request = request;
    this.model = model;
    this.settling = settling;
    this.clock = clock;
    this.deadline = now() + LIMIT.toNanos();
    this.call =
        model
            .router()
            .call(
                CallNeeds.NOTHING.withTokens(inputTokens, 0),
                deadline,
                () -> exchange.onLoop(() -> act(this::resumed)));
  }

  void start() {
    exchange.whenGone(this::callerLeft);
    act(() -> call.start(now()));
  }

  private Step resumed() {
    return call.resume(now());
  }

  private void act(Supplier<Step> next) {
    if (over) return;
    switch (next.get()) {
      case Step.Send(var attempt) -> send(attempt);
      case Step.Pause(var until) ->
          exchange.after(Duration.ofNanos(until - now()), () -> act(this::resumed));
      case Step.Queue _, Step.Await _ -> {}
      case Step.GiveUp(var failure) -> giveUp(failure);
    }
  }

  private void send(Attempt attempt) {
    Serving serving = model.serving(attempt.target());
    answering.sentTo(serving.provider(), serving.model());
    EmbeddingModel embeddings = serving.embeddings();
    if (embeddings == null) {
      failed(
          attempt,
          new ModelFailure.BadRequest(
              serving.provider() + "/" + serving.model() + " makes no embeddings", "model", null));
      return;
    }
    sent.add(
        new Sent(attempt, Thread.startVirtualThread(() -> embed(attempt, serving, embeddings))));
  }

  private void embed(Attempt attempt, Serving serving, EmbeddingModel embeddings) {
    Duration left = Duration.ofNanos(Math.max(1, deadline - now()));
    try {
      EmbeddingResponse answer =
          embeddings.embed(
              request.withModel(serving.model()), new CallContext(left, model.unsupported()));
      Payload body = EmbeddingsEndpoint.FORMAT.writeAnswer(request, answer, clock.instant());
      exchange.onLoop(() -> answered(attempt, answer, body));
    } catch (ModelFailureException e) {
      exchange.onLoop(() -> failed(attempt, e.failure()));
    } catch (RuntimeException e) {
      ModelFailure broken =
          new ModelFailure.Malformed("internal error: " + e.getClass().getSimpleName());
      exchange.onLoop(() -> failed(attempt, broken));
    }
  }

  private void answered(Attempt attempt, EmbeddingResponse answer, Payload body) {
    if (over || !call.begun(attempt, now())) return;
    over = true;
    attempt.answered(answer.usage(), now());
    Serving serving = model.serving(attempt.target());
    settling.settle(
        new Admission.Served(serving.provider(), serving.model()), answer.usage(), true);
    AnswerHead head = answering.head(200, body.type());
    if (!answer.dropped().isEmpty()) {
      head.with("x-fairway-dropped", String.join(",", answer.dropped()));
    }
    exchange.answer(head, body.bytes());
    answering.end(200, null, null, answer.usage());
  }

  private void failed(Attempt attempt, ModelFailure failure) {
    act(() -> call.failed(attempt, failure, now()));
  }

  private void giveUp(ModelFailure failure) {
    over = true;
    settling.settle(null, Usage.UNKNOWN, failure.mayHaveRun());
    answering.refuse(new Refusal.Provider(failure));
  }

  private void callerLeft() {
    if (over) return;
    over = true;
    call.leave(now());
    for (Sent each : sent) {
      each.thread.interrupt();
      each.attempt.abandoned(Usage.UNKNOWN, now());
    }
    @Nullable Serving last = sent.isEmpty() ? null : model.serving(sent.getLast().attempt.target());
    settling.settle(
        last == null ? null : new Admission.Served(last.provider(), last.model()),
        Usage.UNKNOWN,
        last != null);
    answering.end(499, "Cancelled", null, Usage.UNKNOWN);
  }

  private static long now() {
    return System.nanoTime();
  }
}
