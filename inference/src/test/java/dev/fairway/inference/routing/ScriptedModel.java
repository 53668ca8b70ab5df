package dev.fairway.inference.routing;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A model that does what the test wrote down, call by call; after that it answers with its name.
final class ScriptedModel implements ChatModel {
  private final String name;
  private final Queue<Act> acts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch called = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  /// One call. It may block, and is interrupted when the call is cancelled.
  interface Act {
    ChatResponse answer(Consumer<ChatEvent> sink) throws InterruptedException;
  }

  ScriptedModel(String name) {
    this.name = name;
  }

  ScriptedModel next(Act act) {
    acts.add(act);
    return this;
  }

  ScriptedModel nextFails(ModelFailure failure) {
    return next(_ -> {
      throw new ModelFailureException(failure);
    });
  }

  /// Says nothing until it is cancelled.
  ScriptedModel nextHangs() {
    return next(_ -> {
      new CountDownLatch(1).await();
      throw new IllegalStateException("woke without an interrupt");
    });
  }

  static List<ChatEvent> hello() {
    return List.of(
        new ChatEvent.Started("1", "m"),
        new ChatEvent.TextDelta(0, "hel"),
        new ChatEvent.TextDelta(0, "lo"),
        new ChatEvent.PartEnded(0),
        new ChatEvent.UsageReported(Usage.of(3, 2)),
        new ChatEvent.Stopped(StopReason.END, null, null));
  }

  static ChatResponse answer(String text) {
    return ChatResponse.of("m", text, Usage.of(3, 2));
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    return stream(request, context, _ -> {});
  }

  @Override
  public ChatResponse stream(ChatRequest request, CallContext context, Consumer<ChatEvent> sink) {
    calls.incrementAndGet();
    called.countDown();
    Act act = acts.poll();
    try {
      return act == null ? answer(name) : act.answer(sink);
    } catch (InterruptedException e) {
      interrupted.countDown();
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new ModelFailure.Cancelled("cancelled"), e);
    }
  }

  int calls() {
    return calls.get();
  }

  void awaitCall() throws InterruptedException {
    called.await();
  }

  void awaitInterrupt() throws InterruptedException {
    interrupted.await();
  }
}
