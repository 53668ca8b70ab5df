package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.millis;
import static dev.fairway.inference.routing.Simulation.seconds;
import static dev.fairway.inference.routing.Simulation.target;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ModelFailure;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private final Simulation world = new Simulation();

  @Test
  void hedgingCutsTheTail() {
    twoWithATail(0.03);
    route(UnaryOperator.identity());
    world.callers(20, seconds(200));
    world.settle();
    double without = world.calls().secondsAt(0.98);

    Simulation hedged = new Simulation();
    for (String name : List.of("a", "b")) {
      hedged.provider(name).answersIn(millis(200)).isSometimesSlow(0.03, seconds(5));
    }
    hedged.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b")),
        route -> route.withHedge(HedgeRules.after(millis(400))));
    hedged.callers(20, seconds(200));
    hedged.settle();
    assertThat(without).isGreaterThan(4);
    assertThat(hedged.calls().secondsAt(0.98)).isLessThan(1);
  }

  @Test
  void hedgesStayWithinTheirBudgetWhenEverythingIsSlow() {
    twoWithATail(1);
    route(route -> route.withHedge(HedgeRules.after(millis(400))));
    world.callers(20, seconds(200));
    world.settle();
    assertThat(world.calls().attempts())
        .isLessThanOrEqualTo((long) (world.calls().count() * 1.1) + RetryBudget.AT_START);
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
  }

  @Test
  void theHedgeGoesToAnotherTarget() {
    world.provider("a").answersIn(seconds(5));
    firstAThenB();
    SimulatedCall call = world.call(CallNeeds.NOTHING);
    world.settle();
    assertThat(call.answeredBy()).isEqualTo("b");
    assertThat(world.provider("a").requests()).isEqualTo(1);
    assertThat(world.router().status(world.nanoTime())).allMatch(status -> status.inFlight() == 0);
  }

  @Test
  void anAnswerInTimeNeedsNone() {
    firstAThenB();
    world.callers(10, seconds(10));
    world.settle();
    assertThat(world.provider("b").requests()).isZero();
  }

  @Test
  void whenOneOfTwoFailsTheOtherDecides() {
    world.provider("a").answersIn(seconds(2));
    world
        .provider("b")
        .failsWith(new ModelFailure.TimedOut("slow", ModelFailure.TimedOut.Phase.CONNECT));
    firstAThenB();
    SimulatedCall call = world.call(CallNeeds.NOTHING);
    world.settle();
    assertThat(call.answeredBy()).isEqualTo("a");
    assertThat(call.attempts()).isEqualTo(2);
  }

  @Test
  void aLoserThatFailsAfterTheWinnerSpokeChangesNothing() {
    firstAThenB();
    RoutedCall call = world.router().call(CallNeeds.NOTHING, Long.MAX_VALUE, () -> {});
    Attempt first = ((Step.Send) call.start(world.nanoTime())).attempt();
    Attempt second = requireNonNull(call.hedge(world.nanoTime()));
    assertThat(call.begun(second, world.nanoTime())).isTrue();
    assertThat(call.begun(first, world.nanoTime())).isFalse();
    ModelFailure failure = new ModelFailure.Unavailable("down", null, null, true);
    assertThat(call.failed(first, failure, world.nanoTime())).isInstanceOf(Step.Await.class);
    assertThat(call.failed(second, failure, world.nanoTime())).isInstanceOf(Step.GiveUp.class);
  }

  @Test
  void aCallBoundToATargetIsNotHedged() {
    world.provider("a").answersIn(seconds(2));
    firstAThenB();
    SimulatedCall call = world.call(CallNeeds.NOTHING.withBoundTo("a"));
    world.settle();
    assertThat(call.attempts()).isEqualTo(1);
  }

  @Test
  void aHedgeNeverWaitsInAQueue() {
    world.limitEveryProvider(ProviderLimits.brief(1, null, null));
    world.provider("a").answersIn(seconds(2));
    world.provider("b").answersIn(seconds(2));
    firstAThenB();
    world.call(CallNeeds.NOTHING.withBoundTo("b"));
    SimulatedCall call = world.call(CallNeeds.NOTHING);
    world.settle();
    assertThat(call.attempts()).isEqualTo(1);
    assertThat(call.answeredBy()).isEqualTo("a");
  }

  private void twoWithATail(double share) {
    for (String name : List.of("a", "b")) {
      world.provider(name).answersIn(millis(200)).isSometimesSlow(share, seconds(5));
    }
  }

  private void route(UnaryOperator<Route> further) {
    world.route(new RoutingPolicy.Weighted(), List.of(target("a"), target("b")), further);
  }

  private void firstAThenB() {
    world.route(
        new RoutingPolicy.Priority(),
        List.of(target("a"), target("b").withPriority(1)),
        route -> route.withHedge(HedgeRules.after(millis(400))));
  }
}
