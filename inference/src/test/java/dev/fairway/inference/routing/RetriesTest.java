package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.millis;
import static dev.fairway.inference.routing.Simulation.seconds;
import static dev.fairway.inference.routing.Simulation.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.TimedOut.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What follows a failure: the same target again, another one, or the end.
class RetriesTest {
  private static final ModelFailure BROKEN = new ModelFailure.Unavailable("503", 503, null, false);
  private static final ModelFailure BROKEN_AFTER_SENDING =
      new ModelFailure.Unavailable("reset", null, null, true);
  private static final ModelFailure SLOW = new ModelFailure.TimedOut("slow", Phase.FIRST_BYTE);
  private static final ModelFailure TOO_LONG = new ModelFailure.ContextTooLong("too long");

  private final Simulation world = new Simulation();

  @Test
  void aBrokenConnectionIsTriedOnceMoreWhereItWas() {
    firstAThenB();
    failsOnce("a", BROKEN);
    assertThat(call().answeredBy()).isEqualTo("a");
    assertThat(requests()).containsExactly(2, 0);
  }

  @Test
  void thenTheNextTargetIsAsked() {
    firstAThenB();
    world.provider("a").failsWith(BROKEN);
    assertThat(call().answeredBy()).isEqualTo("b");
    assertThat(requests()).containsExactly(2, 1);
  }

  @Test
  void whatMayHaveRunIsNotSentToTheSameTargetAgain() {
    firstAThenB();
    world.provider("a").failsWith(BROKEN_AFTER_SENDING);
    assertThat(call().answeredBy()).isEqualTo("b");
    assertThat(requests()).containsExactly(1, 1);
  }

  @Test
  void aThrottledTargetIsLeftForAnotherAtOnce() {
    firstAThenB();
    world.provider("a").throttles(seconds(10));
    SimulatedCall call = call();
    assertThat(call.answeredBy()).isEqualTo("b");
    assertThat(call.seconds()).isLessThan(1);
  }

  @Test
  void withoutAnotherTargetItWaitsAsLongAsIsAsked() {
    route(target("a"));
    world.provider("a").throttles(seconds(10));
    world.at(seconds(5), () -> world.provider("a").comesBack());
    SimulatedCall call = call();
    assertThat(call.answeredBy()).isEqualTo("a");
    assertThat(call.seconds()).isBetween(10.0, 11.0);
  }

  @Test
  void itDoesNotWaitLongerThanItsDeadline() {
    route(target("a"));
    world.callersWaitAtMost(seconds(8));
    world.provider("a").throttles(seconds(10));
    SimulatedCall call = call();
    assertThat(call.failure()).contains(new ModelFailure.Throttled("too many", seconds(10)));
    assertThat(call.seconds()).isLessThan(1);
  }

  @Test
  void callersWhoWereToldToWaitDoNotComeBackAllAtOnce() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a")),
        route -> route.withRetry(new RetryRules(2, 3, seconds(1), seconds(8), 1)));
    world.provider("a").throttles(seconds(10));
    for (int i = 0; i < 8; i++) {
      world.call(CallNeeds.NOTHING);
    }
    world.run(seconds(5));
    world.provider("a").answersIn(seconds(1));
    world.provider("a").forgetMostAtOnce();
    world.settle();
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
    assertThat(world.provider("a").mostAtOnce()).isLessThan(5);
  }

  @Test
  void aTimeoutIsNotRepeatedButHandedOn() {
    firstAThenB();
    world.provider("a").failsWith(SLOW);
    assertThat(call().answeredBy()).isEqualTo("b");
    assertThat(requests()).containsExactly(1, 1);
  }

  @Test
  void aLongContextGoesOnlyToALargerWindow() {
    world.route(
        new RoutingPolicy.Priority(),
        List.of(
            target("a").withContextTokens(8_000),
            target("b").withContextTokens(8_000).withPriority(1),
            target("c").withContextTokens(32_000).withPriority(2)));
    world.provider("a").failsWith(TOO_LONG);
    SimulatedCall call = call();
    assertThat(call.answeredBy()).isEqualTo("c");
    assertThat(world.provider("b").requests()).isZero();
  }

  @Test
  void withoutALargerWindowTheFailureStands() {
    firstAThenB();
    world.provider("a").failsWith(TOO_LONG);
    assertThat(call().failure()).contains(TOO_LONG);
    assertThat(requests()).containsExactly(1, 0);
  }

  @Test
  void onlyNamedFailuresFallBack() {
    firstAThenB(route -> route.withFallbackOn(EnumSet.of(FallbackOn.THROTTLED)));
    world.provider("a").failsWith(SLOW);
    assertThat(call().failure()).contains(SLOW);
    world.provider("a").throttles(seconds(30));
    assertThat(call().answeredBy()).isEqualTo("b");
  }

  @Test
  void aRefusedKeyFallsBackWhateverIsNamed() {
    firstAThenB(route -> route.withFallbackOn(Set.of()));
    world.provider("a").failsWith(new ModelFailure.Unauthorized("401"));
    assertThat(call().answeredBy()).isEqualTo("b");
  }

  @Test
  void whatTheCallerDidWrongIsSaidAtOnce() {
    firstAThenB();
    for (ModelFailure failure :
        List.of(
            new ModelFailure.BadRequest("no", null, null),
            new ModelFailure.Refused("filtered"),
            new ModelFailure.UnknownModel("who?"),
            new ModelFailure.UnsupportedParameter("no", "n"),
            new ModelFailure.Cancelled("gone"))) {
      world.provider("a").failsWith(failure);
      assertThat(call().failure()).contains(failure);
    }
    assertThat(world.provider("b").requests()).isZero();
  }

  @Test
  void nothingFollowsAFailureAfterTheFirstByte() {
    firstAThenB();
    RoutedCall call = world.router().call(CallNeeds.NOTHING, Long.MAX_VALUE, () -> {});
    Attempt attempt = ((Step.Send) call.start(world.nanoTime())).attempt();
    assertThat(call.begun(attempt, world.nanoTime())).isTrue();
    assertThat(call.failed(attempt, BROKEN, world.nanoTime())).isEqualTo(new Step.GiveUp(BROKEN));
  }

  @Test
  void aTargetThatAsksForTimeIsLeftForAnother() {
    firstAThenB();
    world.provider("a").failsWith(new ModelFailure.Unavailable("503", 503, seconds(10), false));
    SimulatedCall call = call();
    assertThat(call.answeredBy()).isEqualTo("b");
    assertThat(call.seconds()).isLessThan(1);
  }

  @Test
  void attemptsHaveALimit() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b"), target("c"), target("d"), target("e")),
        route -> route.withRetry(new RetryRules(2, 3, millis(100), seconds(1), 1)));
    for (String name : List.of("a", "b", "c", "d", "e")) {
      world.provider(name).failsWith(SLOW);
    }
    SimulatedCall call = call();
    assertThat(call.failure()).contains(SLOW);
    assertThat(call.attempts()).isEqualTo(3);
  }

  @Test
  void oneTargetIsAskedAsOftenAsTheRouteSays() {
    firstAThenB(route -> route.withRetry(new RetryRules(4, 8, millis(100), seconds(1), 1)));
    world.provider("a").failsWith(BROKEN);
    assertThat(call().answeredBy()).isEqualTo("b");
    assertThat(requests()).containsExactly(4, 1);
  }

  @Test
  void fallbacksFollowThePriorityWhateverTheStrategy() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(
            target("a").withWeight(1000),
            target("last").withWeight(1000).withPriority(2),
            target("next").withPriority(1)),
        route -> route.withCacheAware(true));
    CallNeeds conversation = CallNeeds.NOTHING.withConversation(7);
    SimulatedCall first = world.call(conversation);
    world.settle();
    String warm = String.valueOf(first.answeredBy());
    world.provider(warm).failsWith(SLOW);
    SimulatedCall second = world.call(conversation);
    world.settle();
    assertThat(second.answeredBy()).isEqualTo(warm.equals("a") ? "next" : "a");
  }

  @Test
  void aFullOutageIsNotMadeWorseByRetries() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a")),
        route ->
            route
                .withRetry(new RetryRules(5, 5, millis(100), seconds(1), 0.2))
                .withBreaker(
                    new BreakerRules(1, Integer.MAX_VALUE, seconds(30), seconds(10), seconds(10)))
                .withEjection(new EjectionRules(Integer.MAX_VALUE, 1, seconds(1), seconds(1), 0)));
    world.provider("a").failsWith(BROKEN);
    world.callers(100, seconds(60));
    world.settle();
    assertThat((double) world.calls().attempts())
        .isCloseTo(world.calls().count() * 1.2, within(RetryBudget.AT_START + 1.0));
  }

  @Test
  void withTheBreakerHardlyAnythingReachesAProviderInAFullOutage() {
    route(target("a"), target("b"));
    world.provider("a").failsWith(BROKEN);
    world.provider("b").failsWith(BROKEN);
    world.callers(100, seconds(60));
    world.settle();
    assertThat(world.provider("a").requests() + world.provider("b").requests()).isLessThan(150);
    assertThat(world.calls(30, 60).failures())
        .filteredOn(failure -> !failure.equals(BROKEN))
        .hasSizeGreaterThan(2900)
        .allSatisfy(failure -> assertThat(failure.retryAfter()).isPresent());
  }

  @Test
  void whenAllAreThrottledTheCallerHearsWhenToComeBack() {
    route(target("a"), target("b"));
    world.provider("a").throttles(seconds(40));
    world.provider("b").throttles(seconds(20));
    world.callersWaitAtMost(seconds(5));
    call();
    SimulatedCall next = call();
    assertThat(next.attempts()).isZero();
    assertThat(next.failure())
        .containsInstanceOf(ModelFailure.Throttled.class)
        .get()
        .extracting(failure -> failure.retryAfter().orElseThrow())
        .satisfies(wait -> assertThat(wait).isBetween(seconds(19), seconds(20.1)));
  }

  private void firstAThenB() {
    firstAThenB(UnaryOperator.identity());
  }

  private void firstAThenB(UnaryOperator<Route> further) {
    world.route(
        new RoutingPolicy.Priority(), List.of(target("a"), target("b").withPriority(1)), further);
  }

  private void route(Target... targets) {
    world.route(new RoutingPolicy.Weighted(), List.of(targets));
  }

  private void failsOnce(String name, @Nullable ModelFailure failure) {
    if (failure != null) {
      world.provider(name).failsWith(failure);
    }
    world.at(millis(50), () -> world.provider(name).comesBack());
  }

  private SimulatedCall call() {
    SimulatedCall call = world.call(CallNeeds.NOTHING);
    world.settle();
    return call;
  }

  private List<Integer> requests() {
    return List.of(world.provider("a").requests(), world.provider("b").requests());
  }
}
