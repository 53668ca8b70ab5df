package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.millis;
import static dev.fairway.inference.routing.Simulation.seconds;
import static dev.fairway.inference.routing.Simulation.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Circuit breaker and ejection, seen from outside.
class HealthTest {
  private static final EjectionRules NO_EJECTION =
      new EjectionRules(Integer.MAX_VALUE, 1, seconds(1), seconds(1), 0);
  private static final ModelFailure SLOW =
      new ModelFailure.TimedOut("slow", ModelFailure.TimedOut.Phase.FIRST_BYTE);
  private final Simulation world = new Simulation();

  @Test
  void aProviderThatIsDownIsAskedOnlyToProbeIt() {
    twoTargets();
    world.at(seconds(10), () -> world.provider("a").goesDown());
    world.callers(100, seconds(70));
    world.settle();
    assertThat(world.provider("a").requests(12, 70)).isBetween(3L, 8L);
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
  }

  @Test
  void theBreakerWaitsForEnoughCallsBeforeItConcludes() {
    twoTargets();
    world.provider("a").failsWith(SLOW);
    for (int i = 0; i < 4; i++) {
      world.call(CallNeeds.NOTHING.withBoundTo("a"));
      world.settle();
    }
    assertThat(health("a")).isInstanceOf(Health.Healthy.class);
    world.call(CallNeeds.NOTHING.withBoundTo("a"));
    world.settle();
    assertThat(health("a")).isInstanceOf(Health.Open.class);
  }

  @Test
  void oldFailuresDoNotCount() {
    twoTargets();
    world.provider("a").failsWith(SLOW);
    for (int i = 0; i < 40; i++) {
      world.call(CallNeeds.NOTHING.withBoundTo("a"));
      world.settle();
      world.run(seconds(10));
    }
    assertThat(health("a")).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void oneProbeDecidesAndOthersWaitForIt() {
    twoTargets();
    world.provider("a").goesDown();
    world.callers(50, seconds(5));
    world.run(seconds(10));
    world.provider("a").comesBack();
    int before = world.provider("a").requests();
    for (int i = 0; i < 50; i++) {
      world.call(CallNeeds.NOTHING);
    }
    assertThat(world.provider("a").requests() - before).isEqualTo(1);
    assertThat(health("a")).isEqualTo(new Health.Recovering(1));
  }

  @Test
  void aProviderThatComesBackIsNotOverrun() {
    world.route(new RoutingPolicy.Weighted(), List.of(target("a")), HealthTest::breakerOnly);
    world.provider("a").goesDown();
    world.callers(100, seconds(20));
    world.provider("a").answersIn(seconds(1));
    world.provider("a").forgetMostAtOnce();
    while (world.calls().answered() == 0) {
      world.callers(100, seconds(0.5));
    }
    assertThat(world.provider("a").mostAtOnce()).isLessThanOrEqualTo(2);
    world.callers(100, seconds(1));
    assertThat(world.provider("a").mostAtOnce()).isBetween(2, 8);
    world.callers(100, seconds(20));
    assertThat(world.provider("a").mostAtOnce()).isGreaterThan(80);
    assertThat(health("a")).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void aProviderThatFailsWhileItRecoversIsShutAgain() {
    twoTargets();
    world.provider("a").goesDown();
    world.callers(50, seconds(12));
    world.provider("a").comesBack();
    world.at(seconds(12.5), () -> world.provider("a").goesDown());
    world.callers(50, seconds(3));
    world.settle();
    assertThat(health("a")).isInstanceOf(Health.Open.class);
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
  }

  @Test
  void throttlingShutsForAsLongAsTheProviderAsks() {
    twoTargets();
    world.provider("a").throttles(seconds(40));
    world.callers(50, seconds(2));
    assertThat(world.provider("a").requests()).isLessThan(5);
    assertThat(health("a"))
        .isInstanceOfSatisfying(
            Health.Open.class,
            open -> {
              assertThat(open.reason()).isEqualTo("Throttled");
              assertThat(open.left()).isBetween(seconds(37), seconds(40));
            });
    int before = world.provider("a").requests();
    world.callers(50, seconds(36));
    assertThat(world.provider("a").requests()).isEqualTo(before);
  }

  @Test
  void aProviderThatRefusesOurKeyIsUnhealthyAtOnce() {
    twoTargets();
    world.provider("a").failsWith(new ModelFailure.Unauthorized("401"));
    world.callers(50, seconds(30));
    world.settle();
    assertThat(world.calls().shareAnswered()).isEqualTo(1);
    assertThat(world.provider("a").requests()).isEqualTo(1);
    assertThat(health("a"))
        .isInstanceOfSatisfying(
            Health.Open.class, open -> assertThat(open.reason()).isEqualTo("Unauthorized"));
  }

  @Test
  void aWrongRequestSaysNothingAboutTheProvider() {
    twoTargets();
    world.provider("a").failsWith(new ModelFailure.BadRequest("no", null, null));
    world.callers(50, seconds(10), () -> CallNeeds.NOTHING.withBoundTo("a"));
    world.settle();
    assertThat(health("a")).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void failuresInARowEject() {
    threeTargetsOfWhichOneIsDown();
    assertThat(health("a")).isInstanceOf(Health.Ejected.class);
  }

  @Test
  void everyEjectionLastsLonger() {
    threeTargetsOfWhichOneIsDown();
    world.callers(30, seconds(60));
    assertThat(health("a"))
        .isInstanceOfSatisfying(
            Health.Ejected.class, out -> assertThat(out.left()).isGreaterThan(seconds(15)));
  }

  @Test
  void halfTheTargetsStayWhateverHappens() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b"), target("c"), target("d")),
        route ->
            route.withBreaker(new BreakerRules(1, 1000, seconds(30), seconds(10), seconds(10))));
    for (String name : List.of("a", "b", "c", "d")) {
      world.provider(name).goesDown();
    }
    world.callers(50, seconds(5));
    assertThat(world.router().status(world.nanoTime()))
        .filteredOn(status -> status.health() instanceof Health.Ejected)
        .hasSize(2);
  }

  @Test
  void aTargetThatFailsMoreThanTheOthersIsEjected() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b"), target("c")),
        route ->
            route.withBreaker(new BreakerRules(0.9, 20, seconds(30), seconds(10), seconds(10))));
    world.provider("a").failsWith(new ModelFailure.Unavailable("500", 500, null, true), 0.5);
    world.callers(50, seconds(25));
    assertThat(health("a")).isInstanceOf(Health.Ejected.class);
    assertThat(health("b")).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void whenAllFailAlikeNobodyIsAnOutlier() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b"), target("c")),
        route ->
            route
                .withBreaker(new BreakerRules(1, 20, seconds(30), seconds(10), seconds(10)))
                .withEjection(new EjectionRules(1000, 0.3, seconds(15), seconds(60), 1)));
    for (String name : List.of("a", "b", "c")) {
      world.provider(name).failsWith(new ModelFailure.Unavailable("500", 500, null, true), 0.5);
    }
    world.callers(50, seconds(60));
    assertThat(world.router().status(world.nanoTime()))
        .allMatch(status -> status.health() instanceof Health.Healthy);
  }

  @Test
  void statusTellsSharesErrorsAndLatencies() {
    world.provider("a").answersIn(millis(200));
    world.provider("b").answersIn(seconds(1));
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a").withWeight(3), target("b")),
        route ->
            route
                .withRetry(RetryRules.NEVER)
                .withBreaker(new BreakerRules(1, 1000, seconds(30), seconds(10), seconds(10)))
                .withEjection(NO_EJECTION));
    world.at(
        seconds(60), () -> world.provider("b").failsWith(new ModelFailure.Malformed("nonsense")));
    world.callers(20, seconds(120));
    world.settle();
    List<TargetStatus> status = world.router().status(world.nanoTime());
    assertThat(status.get(0).share()).isBetween(0.74, 0.76);
    assertThat(status.get(0).errorRatio()).isZero();
    assertThat(status.get(0).p50()).isBetween(millis(180), millis(220));
    assertThat(status.get(0).p95()).isBetween(millis(210), millis(260));
    assertThat(status.get(1).errorRatio()).isBetween(0.45, 0.55);
    assertThat(status.get(1).p50()).isBetween(millis(900), millis(1100));
    assertThat(status.get(1).inFlight()).isZero();
  }

  @Test
  void statusForgetsWhatIsOlderThanTenMinutes() {
    twoTargets();
    world.callers(5, seconds(20));
    world.run(Duration.ofMinutes(11));
    assertThat(world.router().status(world.nanoTime()))
        .allMatch(status -> status.calls() == 0 && status.p95().isZero());
  }

  @Test
  void aChangedRouteKeepsWhatIsKnownOfItsTargets() {
    twoTargets();
    world.provider("a").goesDown();
    world.callers(50, seconds(5));
    assertThat(health("a")).isInstanceOf(Health.Open.class);
    world.changeRoute(
        route -> route.withTargets(List.of(target("new"), target("a").withWeight(5), target("b"))));
    assertThat(health("a")).isInstanceOf(Health.Open.class);
    assertThat(health("new")).isInstanceOf(Health.Healthy.class);
  }

  private void threeTargetsOfWhichOneIsDown() {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a"), target("b"), target("c")),
        route ->
            route.withBreaker(new BreakerRules(1, 1000, seconds(30), seconds(10), seconds(10))));
    world.provider("a").goesDown();
    world.callers(30, seconds(5));
  }

  private void twoTargets() {
    world.route(
        new RoutingPolicy.Weighted(), List.of(target("a"), target("b")), HealthTest::breakerOnly);
  }

  private static Route breakerOnly(Route route) {
    return route
        .withEjection(NO_EJECTION)
        .withBreaker(new BreakerRules(0.5, 5, seconds(2), seconds(10), seconds(60)));
  }

  private Health health(String name) {
    return world.router().status(world.nanoTime()).stream()
        .filter(status -> status.target().id().equals(name))
        .findFirst()
        .orElseThrow()
        .health();
  }
}
