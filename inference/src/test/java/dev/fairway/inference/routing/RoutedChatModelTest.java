package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.millis;
import static dev.fairway.inference.routing.Simulation.seconds;
import static dev.fairway.inference.routing.Simulation.target;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.routing.AttemptReport.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The blocking side, with models on real threads. Nothing here waits for time to pass, except for
/// the few milliseconds after which a hedge or a retry is due.
@Timeout(60)
class RoutedChatModelTest {
  private static final ChatRequest REQUEST = ChatRequest.of("public-name", "hi");
  private static final CallContext CONTEXT = CallContext.within(seconds(50));
  private static final ModelFailure DOWN = new ModelFailure.Unavailable("down", null, null, false);
  private static final ModelFailure CUT = new ModelFailure.Unavailable("cut", null, null, true);
  private static final RetryRules QUICK = new RetryRules(2, 3, millis(1), millis(1), 1);

  private final ScriptedModel a = new ScriptedModel("a");
  private final ScriptedModel b = new ScriptedModel("b");
  private final BlockingQueue<AttemptReport> reports = new LinkedBlockingQueue<>();
  private ProviderLimits limits = ProviderLimits.NONE;
  private final AtomicReference<ModelRouter> router = new AtomicReference<>();

  @Test
  void theFirstTargetAnswers() throws Exception {
    assertThat(model().chat(REQUEST, CONTEXT).text()).isEqualTo("a");
    AttemptReport report = reports.take();
    assertThat(report.ending()).isEqualTo(Ending.ANSWERED);
    assertThat(report.usage()).isEqualTo(Usage.of(3, 2));
    assertThat(status("a").calls()).isEqualTo(1);
  }

  @Test
  void aFailureIsRetriedThenHandedOnAndEachIsReported() {
    a.nextFails(DOWN).nextFails(DOWN);
    assertThat(model().chat(REQUEST, CONTEXT).text()).isEqualTo("b");
    assertThat(reports)
        .extracting(report -> report.target().id() + report.number() + report.ending())
        .containsExactly("a1FAILED", "a2FAILED", "b3ANSWERED");
    assertThat(reports.peek().usage()).isEqualTo(Usage.of(0, 0));
  }

  @Test
  void theLastFailureIsThrownWithItsCause() {
    a.nextFails(CUT);
    b.nextFails(CUT);
    assertThatThrownBy(() -> model().chat(REQUEST, CONTEXT))
        .isInstanceOfSatisfying(
            ModelFailureException.class, e -> assertThat(e.failure()).isEqualTo(CUT))
        .hasCauseInstanceOf(ModelFailureException.class);
  }

  @Test
  void aStreamArrivesOnTheCallersThreadAndInOrder() {
    a.next(sink -> {
      ScriptedModel.hello().forEach(sink);
      return ScriptedModel.answer("hello");
    });
    List<ChatEvent> events = new ArrayList<>();
    Thread caller = Thread.currentThread();
    ChatResponse response =
        model().stream(
            REQUEST,
            CONTEXT,
            event -> {
              assertThat(Thread.currentThread()).isSameAs(caller);
              events.add(event);
            });
    assertThat(events).isEqualTo(ScriptedModel.hello());
    assertThat(response.text()).isEqualTo("hello");
  }

  @Test
  void aLongStreamWaitsForASlowCaller() {
    a.next(sink -> {
      for (int i = 0; i < 10_000; i++) {
        sink.accept(new ChatEvent.TextDelta(0, "x"));
      }
      return ScriptedModel.answer("done");
    });
    List<ChatEvent> events = new ArrayList<>();
    model().stream(REQUEST, CONTEXT, events::add);
    assertThat(events).hasSize(10_000);
  }

  @Test
  void aStreamThatFailsBeforeItsFirstEventFallsBack() {
    a.nextFails(CUT);
    assertThat(model().stream(REQUEST, CONTEXT, _ -> {}).text()).isEqualTo("b");
  }

  @Test
  void aStreamThatFailsAfterItsFirstEventStaysFailed() {
    a.next(sink -> {
      sink.accept(new ChatEvent.TextDelta(0, "half of it"));
      throw new ModelFailureException(DOWN);
    });
    List<ChatEvent> events = new ArrayList<>();
    assertThatThrownBy(() -> model().stream(REQUEST, CONTEXT, events::add))
        .isInstanceOfSatisfying(
            ModelFailureException.class, e -> assertThat(e.failure()).isEqualTo(DOWN));
    assertThat(events).containsExactly(new ChatEvent.TextDelta(0, "half of it"));
    assertThat(a.calls()).isEqualTo(1);
    assertThat(b.calls()).isZero();
    assertThat(reports.peek().usage().out()).isEqualTo(3);
    assertThat(reports.peek().usage().source()).isEqualTo(Usage.Source.ESTIMATED);
  }

  @Test
  void theFirstByteOfTwoWinsAndTheLoserIsCancelledAndReported() throws Exception {
    a.nextHangs();
    RoutedChatModel model = model(route -> route.withHedge(HedgeRules.after(millis(1))));
    assertThat(model.chat(REQUEST, CONTEXT).text()).isEqualTo("b");
    a.awaitInterrupt();
    List<AttemptReport> both = List.of(reports.take(), reports.take());
    assertThat(both)
        .extracting(report -> report.target().id() + report.ending())
        .containsExactlyInAnyOrder("aABANDONED", "bANSWERED");
    assertThat(both).filteredOn(AttemptReport::hedge).hasSize(1);
    assertThat(both)
        .filteredOn(report -> report.ending() == Ending.ABANDONED)
        .allSatisfy(report -> assertThat(report.usage().inputTotal()).isPositive());
  }

  @Test
  void aStreamThatSpeaksFirstKeepsTheFloor() throws Exception {
    CountDownLatch hedged = new CountDownLatch(1);
    a.next(sink -> {
      hedged.await();
      sink.accept(new ChatEvent.TextDelta(0, "from a"));
      b.awaitInterrupt();
      sink.accept(new ChatEvent.TextDelta(0, " still a"));
      return ScriptedModel.answer("a");
    });
    b.next(_ -> {
      hedged.countDown();
      new CountDownLatch(1).await();
      throw new IllegalStateException();
    });
    StringBuilder text = new StringBuilder();
    RoutedChatModel model = model(route -> route.withHedge(HedgeRules.after(millis(1))));
    model.stream(
        REQUEST,
        CONTEXT,
        event -> {
          if (event instanceof ChatEvent.TextDelta(_, var piece)) {
            text.append(piece);
          }
        });
    assertThat(text).hasToString("from a still a");
  }

  @Test
  void aLoserThatFailsAfterTheWinnerSpokeDoesNotEndTheStream() throws Exception {
    CountDownLatch hedged = new CountDownLatch(1);
    CountDownLatch lost = new CountDownLatch(1);
    a.next(sink -> {
      hedged.await();
      sink.accept(new ChatEvent.TextDelta(0, "from a"));
      lost.countDown();
      while (reports.isEmpty()) {
        Thread.onSpinWait();
      }
      sink.accept(new ChatEvent.TextDelta(0, " to the end"));
      return ScriptedModel.answer("a");
    });
    b.next(_ -> {
      hedged.countDown();
      try {
        lost.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      throw new ModelFailureException(CUT);
    });
    List<ChatEvent> events = new ArrayList<>();
    RoutedChatModel model = model(route -> route.withHedge(HedgeRules.after(millis(1))));
    model.stream(REQUEST, CONTEXT, events::add);
    assertThat(events).hasSize(2);
    assertThat(List.of(reports.take(), reports.take()))
        .extracting(report -> report.target().id() + report.ending())
        .containsExactlyInAnyOrder("bABANDONED", "aANSWERED");
  }

  @Test
  void anInterruptCancelsTheCallAndStaysSet() throws Exception {
    a.nextHangs();
    CompletableFuture<Boolean> stillSet = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                model().chat(REQUEST, CONTEXT);
              } catch (ModelFailureException e) {
                stillSet.complete(
                    e.failure() instanceof ModelFailure.Cancelled
                        && Thread.currentThread().isInterrupted());
              }
            });
    a.awaitCall();
    caller.interrupt();
    assertThat(stillSet.get()).isTrue();
    a.awaitInterrupt();
    assertThat(reports.take().ending()).isEqualTo(Ending.ABANDONED);
    assertThat(b.calls()).isZero();
  }

  @Test
  void anInterruptWhileItWaitsForAPlaceLeavesTheQueue() throws Exception {
    limits = new ProviderLimits(1, null, null, 10, seconds(60));
    RoutedChatModel model = model(route -> route.withTargets(List.of(target("a"))));
    CountDownLatch go = new CountDownLatch(1);
    a.next(_ -> {
      go.await();
      return ScriptedModel.answer("first");
    });
    CompletableFuture<ChatResponse> first =
        CompletableFuture.supplyAsync(() -> model.chat(REQUEST, CONTEXT));
    a.awaitCall();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> model.chat(REQUEST, CONTEXT))
                  .hasMessageContaining("Cancelled");
            });
    waiting.join();
    go.countDown();
    assertThat(first.get().text()).isEqualTo("first");
    assertThat(model.chat(REQUEST, CONTEXT).text()).isEqualTo("a");
  }

  @Test
  void aWaitingCallGoesWhenAPlaceIsFree() throws Exception {
    limits = new ProviderLimits(1, null, null, 10, seconds(60));
    RoutedChatModel model = model(route -> route.withTargets(List.of(target("a"))));
    CountDownLatch go = new CountDownLatch(1);
    a.next(_ -> {
      go.await();
      return ScriptedModel.answer("first");
    });
    CompletableFuture<ChatResponse> first =
        CompletableFuture.supplyAsync(() -> model.chat(REQUEST, CONTEXT));
    a.awaitCall();
    CompletableFuture<ChatResponse> second =
        CompletableFuture.supplyAsync(() -> model.chat(REQUEST, CONTEXT));
    go.countDown();
    assertThat(first.get().text()).isEqualTo("first");
    assertThat(second.get().text()).isEqualTo("a");
  }

  @Test
  void aFullProviderIsThrottledNotBroken() throws Exception {
    limits = new ProviderLimits(1, null, null, 0, seconds(60));
    RoutedChatModel model = model(route -> route.withTargets(List.of(target("a"))));
    CountDownLatch go = new CountDownLatch(1);
    a.next(_ -> {
      go.await();
      return ScriptedModel.answer("first");
    });
    CompletableFuture<ChatResponse> first =
        CompletableFuture.supplyAsync(() -> model.chat(REQUEST, CONTEXT));
    a.awaitCall();
    assertThatThrownBy(() -> model.chat(REQUEST, CONTEXT))
        .isInstanceOfSatisfying(
            ModelFailureException.class,
            e -> assertThat(e.failure()).isInstanceOf(ModelFailure.Throttled.class));
    go.countDown();
    first.get();
    assertThat(status("a").health()).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void anExceptionOfTheSinkCancelsTheCall() throws Exception {
    a.next(sink -> {
      sink.accept(new ChatEvent.TextDelta(0, "x"));
      new CountDownLatch(1).await();
      throw new IllegalStateException();
    });
    assertThatThrownBy(() ->
            model().stream(
                REQUEST,
                CONTEXT,
                _ -> {
                  throw new IllegalArgumentException("the client left");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    a.awaitInterrupt();
    assertThat(reports.take().ending()).isEqualTo(Ending.ABANDONED);
  }

  @Test
  void aModelThatBreaksInternallyDoesNotHangTheCaller() {
    a.next(_ -> {
      throw new IllegalStateException("bug");
    });
    b.next(_ -> {
      throw new StackOverflowError();
    });
    assertThatThrownBy(() -> model().chat(REQUEST, CONTEXT))
        .hasMessageContaining("internal error: StackOverflowError")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void theModelHearsItsOwnNameAndTheTimeThatIsLeft() throws ExecutionException {
    ModelRouter one = router(UnaryOperator.identity());
    RoutedChatModel model =
        new RoutedChatModel(
            () -> one,
            target ->
                (request, context) -> {
                  assertThat(request.model()).isEqualTo(target.model());
                  assertThat(context.timeout()).isBetween(seconds(20), seconds(50));
                  return ScriptedModel.answer("ok");
                },
            CallNeeds::of,
            _ -> {});
    assertThat(model.chat(REQUEST, CONTEXT).text()).isEqualTo("ok");
  }

  private RoutedChatModel model() {
    return model(UnaryOperator.identity());
  }

  private RoutedChatModel model(UnaryOperator<Route> further) {
    Map<String, ScriptedModel> models = Map.of("a", a, "b", b);
    router.set(router(further));
    return new RoutedChatModel(
        () -> router.get(),
        target -> requireNonNull(models.get(target.id())),
        CallNeeds::of,
        reports::add);
  }

  private ModelRouter router(UnaryOperator<Route> further) {
    Route route =
        Route.of(
                "r",
                new RoutingPolicy.Priority(),
                List.of(target("a"), target("b").withPriority(1)))
            .withRetry(QUICK);
    Map<String, ProviderGate> gates = Map.of("a", gate("a"), "b", gate("b"));
    return new ModelRouter(
        further.apply(route),
        CostEstimate.NONE,
        target -> requireNonNull(gates.get(target.provider())),
        () -> 0.5,
        System.nanoTime());
  }

  private ProviderGate gate(String name) {
    return new ProviderGate(name, limits, Timer.system());
  }

  private TargetStatus status(String name) {
    return router.get().status(System.nanoTime()).stream()
        .filter(status -> status.target().id().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
