package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.millis;
import static dev.fairway.inference.routing.Simulation.seconds;
import static dev.fairway.inference.routing.Simulation.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairway.inference.chat.ModelFailure;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Which target gets how much, by every policy.
class SharesTest {
  private static final Offset<Double> A_PERCENT = within(0.01);
  private final Simulation world = new Simulation();

  @Test
  void weightsAreKeptAlmostExactlyAfterAThousandCalls() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a").withWeight(70), target("b").withWeight(25), target("c").withWeight(5)));
    world.callers(100, seconds(10));
    world.settle();
    assertThat(world.calls().shareOf("a")).isCloseTo(0.70, A_PERCENT);
    assertThat(world.calls().shareOf("b")).isCloseTo(0.25, A_PERCENT);
    assertThat(world.calls().shareOf("c")).isCloseTo(0.05, A_PERCENT);
  }

  @Test
  void aTargetThatFailsLeavesItsShareToTheOthersByWeight() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(
            target("a").withWeight(60), target("b").withWeight(30), target("c").withWeight(10)));
    world.provider("a").goesDown();
    world.callers(100, seconds(30));
    world.settle();
    assertThat(world.calls(5, 30).shareAnswered()).isEqualTo(1);
    assertThat(world.calls(5, 30).shareOf("b")).isCloseTo(0.75, within(0.03));
    assertThat(world.calls(5, 30).shareOf("c")).isCloseTo(0.25, within(0.03));
  }

  @Test
  void weightZeroGetsNothingButWhatIsBoundToIt() {
    world.route(
        new RoutingPolicy.Priority(), List.of(target("a"), target("drained").withWeight(0)));
    world.at(seconds(5), () -> world.provider("a").goesDown());
    world.callers(20, seconds(10));
    world.settle();
    assertThat(world.provider("drained").requests()).isZero();
    assertThat(answerer(CallNeeds.NOTHING.withBoundTo("drained"))).isEqualTo("drained");
  }

  @Test
  void aNewWeightHoldsFromTheNextCallOn() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a").withWeight(90), target("b").withWeight(10)));
    world.callers(50, seconds(20));
    world.changeRoute(route ->
        route.withTargets(List.of(target("a").withWeight(10), target("b").withWeight(90))));
    world.callers(50, seconds(20));
    world.settle();
    assertThat(world.calls(0, 20).shareOf("a")).isCloseTo(0.9, A_PERCENT);
    assertThat(world.calls(20, 40).shareOf("a")).isCloseTo(0.1, A_PERCENT);
  }

  @Test
  void lowestCostTakesTheCheapestForTheseTokens() {
    world.pricesAre((target, in, out) ->
        switch (target.id()) {
          case "cheap-in" -> in * 1 + out * 100;
          case "cheap-out" -> in * 10 + out * 10;
          default -> CostEstimate.UNKNOWN;
        });
    world.route(
        new RoutingPolicy.LowestCost(),
        List.of(target("unknown"), target("cheap-in"), target("cheap-out")));
    assertThat(answerer(CallNeeds.NOTHING.withTokens(1000, 10))).isEqualTo("cheap-in");
    assertThat(answerer(CallNeeds.NOTHING.withTokens(10, 1000))).isEqualTo("cheap-out");
  }

  @Test
  void anUnknownPriceComesLastButIsUsed() {
    world.pricesAre(
        (target, _, _) -> target.id().equals("dear") ? 1_000_000 : CostEstimate.UNKNOWN);
    world.route(new RoutingPolicy.LowestCost(), List.of(target("unknown"), target("dear")));
    assertThat(answerer(CallNeeds.NOTHING)).isEqualTo("dear");
    world.provider("dear").throttles(seconds(30));
    assertThat(answerer(CallNeeds.NOTHING)).isEqualTo("unknown");
  }

  @Test
  void priorityUsesTheNextTierOnlyWhileTheFirstIsDown() {
    world.route(
        new RoutingPolicy.Priority(),
        List.of(target("a").withPriority(1), target("b").withPriority(2)));
    world.at(seconds(10), () -> world.provider("a").goesDown());
    world.at(seconds(30), () -> world.provider("a").comesBack());
    world.callers(50, seconds(80));
    world.settle();
    assertThat(world.calls(0, 10).shareOf("a")).isEqualTo(1);
    assertThat(world.calls(12, 29).shareOf("b")).isEqualTo(1);
    assertThat(world.calls(60, 80).shareOf("a")).isEqualTo(1);
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
  }

  @Test
  void oneTierSharesByWeight() {
    world.route(
        new RoutingPolicy.Priority(),
        List.of(
            target("a").withWeight(75), target("b").withWeight(25), target("c").withPriority(9)));
    world.callers(50, seconds(20));
    world.settle();
    assertThat(world.calls().shareOf("a")).isCloseTo(0.75, A_PERCENT);
    assertThat(world.calls().shareOf("c")).isZero();
  }

  @Test
  void lowestLatencyFollowsTheFasterProviderWhenItChanges() {
    world.provider("a").answersIn(millis(100));
    world.provider("b").answersIn(millis(400));
    world.route(new RoutingPolicy.LowestLatency(), List.of(target("a"), target("b")));
    world.at(seconds(60), () -> world.provider("a").answersIn(seconds(2)));
    world.callers(5, seconds(120));
    world.settle();
    assertThat(world.calls(10, 60).shareOf("a")).isGreaterThan(0.75);
    assertThat(world.calls(65, 120).shareOf("b")).isGreaterThan(0.85);
  }

  @Test
  void lowestLatencyComesBackToAProviderThatRecovered() {
    world.provider("a").answersIn(seconds(2));
    world.provider("b").answersIn(millis(400));
    world.route(new RoutingPolicy.LowestLatency(), List.of(target("a"), target("b")));
    world.at(seconds(60), () -> world.provider("a").answersIn(millis(50)));
    world.callers(5, seconds(150));
    world.settle();
    assertThat(world.calls(100, 150).shareOf("a")).isGreaterThan(0.7);
  }

  @Test
  void lowestLatencyDoesNotTakeQuickFailuresForSpeed() {
    world.provider("a").failsWith(new ModelFailure.Malformed("nonsense"), 0.4);
    world.provider("b").answersIn(millis(300));
    world.route(
        new RoutingPolicy.LowestLatency(),
        List.of(target("a"), target("b")),
        route ->
            route
                .withBreaker(new BreakerRules(1, 1000, seconds(30), seconds(10), seconds(10)))
                .withFallbackOn(Set.of()));
    world
        .provider("a")
        .answersIn(millis(900))
        .failsWith(new ModelFailure.Malformed("nonsense"), 0.4);
    world.callers(5, seconds(60));
    world.settle();
    assertThat(world.calls(10, 60).shareOf("b")).isGreaterThan(0.7);
  }

  @Test
  void highestAvailabilityLeavesAProviderThatFailsNowAndThen() {
    world.provider("a").failsWith(new ModelFailure.Unavailable("500", 500, null, true), 0.2);
    world.route(new RoutingPolicy.HighestAvailability(), List.of(target("a"), target("b")));
    world.callers(20, seconds(60));
    world.settle();
    assertThat(world.calls(5, 60).shareOf("b")).isGreaterThan(0.85);
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
  }

  @Test
  void highestAvailabilitySharesAmongEquals() {
    world.route(
        new RoutingPolicy.HighestAvailability(),
        List.of(target("a").withWeight(3), target("b").withWeight(1)));
    world.callers(20, seconds(60));
    world.settle();
    assertThat(world.calls().shareOf("a")).isCloseTo(0.75, A_PERCENT);
  }

  @Test
  void aConversationStaysWhereItsBeginningIsCached() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b")),
        route -> route.withCacheAware(true));
    CallNeeds conversation = CallNeeds.NOTHING.withConversation(4711);
    String first = answerer(conversation);
    for (int turn = 0; turn < 20; turn++) {
      assertThat(answerer(conversation)).isEqualTo(first);
    }
    world.provider(first).goesDown();
    assertThat(answerer(conversation)).isNotEqualTo(first);
  }

  @Test
  void aBeginningThatAllShareDoesNotSendAllToOneTarget() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b")),
        route -> route.withCacheAware(true));
    world.callers(200, seconds(20), () -> CallNeeds.NOTHING.withConversation(4711));
    world.settle();
    assertThat(world.calls().shareOf("a")).isBetween(0.25, 0.75);
  }

  @Test
  void aCallBoundToATargetGoesNowhereElse() {
    world.route(new RoutingPolicy.Weighted(), List.of(target("a"), target("b")));
    CallNeeds bound = CallNeeds.NOTHING.withBoundTo("b");
    for (int i = 0; i < 10; i++) {
      assertThat(answerer(bound)).isEqualTo("b");
    }
    world
        .provider("b")
        .failsWith(new ModelFailure.TimedOut("slow", ModelFailure.TimedOut.Phase.FIRST_BYTE));
    SimulatedCall call = world.call(bound);
    world.settle();
    assertThat(call.failure()).containsInstanceOf(ModelFailure.TimedOut.class);
  }

  private String answerer(CallNeeds needs) {
    SimulatedCall call = world.call(needs);
    world.settle();
    assertThat(call.failure()).isEmpty();
    return String.valueOf(call.answeredBy());
  }
}
