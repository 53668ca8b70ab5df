package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.millis;
import static dev.fairway.inference.routing.Simulation.seconds;
import static dev.fairway.inference.routing.Simulation.target;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Limits of a provider: never exceeded, a short fair queue, then a refusal with the right wait.
class ProviderGateTest {
  private final Simulation world = new Simulation();

  @Test
  void neverMoreThanTheLimitAtOnce() {
    world.limitEveryProvider(ProviderLimits.brief(7, null, null));
    oneTarget();
    world.callers(100, seconds(30));
    world.settle();
    assertThat(world.provider("a").mostAtOnce()).isEqualTo(7);
    assertThat(world.calls().answered()).isGreaterThan(1900);
    assertThat(world.calls().failures()).allMatch(ModelFailure.Throttled.class::isInstance);
  }

  @Test
  void neverMoreThanABucketAndItsRefillInAnySpan() {
    world.limitEveryProvider(ProviderLimits.brief(null, 600, null));
    oneTarget();
    world.callers(30, Duration.ofMinutes(3));
    world.settle();
    assertThat(world.provider("a").mostWithin(seconds(60))).isBetween(1190, 1200);
    assertThat(world.provider("a").requests(120, 180)).isBetween(595L, 605L);
  }

  @Test
  void tokensAreCountedAsTheyWereUsedNotAsTheyWereGuessed() {
    world.limitEveryProvider(ProviderLimits.brief(null, null, 6_000L));
    oneTarget();
    world.callers(30, Duration.ofMinutes(3), () -> CallNeeds.NOTHING.withTokens(10, 90));
    world.settle();
    assertThat(world.provider("a").requests(120, 180)).isBetween(290L, 310L);
  }

  @Test
  void aCallLargerThanTheBucketGoesWhenTheBucketIsFull() {
    ProviderGate gate = gate(new ProviderLimits(null, null, 600L, 10, seconds(60)));
    assertThat(gate.tryAdmit(5_000, now())).isNotNull();
    assertThat(gate.tryAdmit(1, now())).isNull();
    Ticket next =
        (Ticket)
            gate.admit(1, now() + seconds(900).toNanos(), () -> {}, now() + seconds(440).toNanos());
    assertThat(next.outcome()).isSameAs(next);
  }

  @Test
  void whoWaitsGoesInTheOrderOfArrival() {
    ProviderGate gate = gate(ProviderLimits.brief(1, null, null));
    Permit first = admitted(gate);
    List<Integer> order = new ArrayList<>();
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      tickets.add(waiting(gate, 1, () -> order.add(number)));
    }
    first.release(Usage.UNKNOWN, now());
    for (Ticket ticket : tickets) {
      ((Permit) ticket.outcome()).release(Usage.UNKNOWN, now());
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aLargeCallIsNotOvertakenBySmallOnes() {
    ProviderGate gate = gate(ProviderLimits.brief(null, null, 6_000L));
    assertThat(gate.tryAdmit(5_900, now())).isNotNull();
    List<String> order = new ArrayList<>();
    waiting(gate, 250, () -> order.add("large"));
    assertThat(gate.tryAdmit(1, now())).isNull();
    waiting(gate, 1, () -> order.add("small"));
    world.run(seconds(1));
    assertThat(order).isEmpty();
    world.run(seconds(1));
    assertThat(order).containsExactly("large", "small");
  }

  @Test
  void aFullQueueSaysWhenToComeBack() {
    ProviderGate gate = gate(new ProviderLimits(null, 60, null, 1, seconds(5)));
    for (int i = 0; i < 60; i++) {
      admitted(gate);
    }
    waiting(gate, 1, () -> {});
    assertThat(refusal(gate, 1))
        .isEqualTo(
            new ModelFailure.Throttled(
                "provider p is at its limit of requestsPerMinute 60", millis(2001)));
  }

  @Test
  void aCallThatWouldWaitTooLongIsRefusedAtOnce() {
    ProviderGate gate = gate(new ProviderLimits(null, 6, null, 100, seconds(5)));
    for (int i = 0; i < 6; i++) {
      admitted(gate);
    }
    assertThat(refusal(gate, 1).waitFor()).isBetween(seconds(10), seconds(10.01));
  }

  @Test
  void aCallThatWaitedTooLongIsRefused() {
    ProviderGate gate = gate(new ProviderLimits(1, null, null, 100, seconds(5)));
    admitted(gate);
    List<String> told = new ArrayList<>();
    Ticket ticket = waiting(gate, 1, () -> told.add("told"));
    world.run(seconds(4.9));
    assertThat(told).isEmpty();
    world.run(seconds(0.2));
    assertThat(told).containsExactly("told");
    assertThat(ticket.outcome())
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            refused -> assertThat(refused.failure().message()).contains("maxConcurrent 1"));
  }

  @Test
  void aCallerMayHaveLessPatienceThanTheGate() {
    ProviderGate gate = gate(new ProviderLimits(1, null, null, 100, seconds(5)));
    admitted(gate);
    Admission admission = gate.admit(1, now() + seconds(1).toNanos(), () -> {}, now());
    world.run(seconds(1));
    assertThat(((Ticket) admission).outcome()).isInstanceOf(Admission.Refused.class);
  }

  @Test
  void whoLeavesTheQueueMakesRoomForTheNext() {
    ProviderGate gate = gate(ProviderLimits.brief(1, null, null));
    Permit first = admitted(gate);
    Ticket leaver = waiting(gate, 1, () -> {});
    Ticket next = waiting(gate, 1, () -> {});
    leaver.cancel(now());
    first.release(Usage.UNKNOWN, now());
    assertThat(next.outcome()).isInstanceOf(Permit.class);
  }

  @Test
  void whoLeavesJustAfterHisTurnCameGivesItBack() {
    ProviderGate gate = gate(ProviderLimits.brief(1, null, null));
    Permit first = admitted(gate);
    Ticket leaver = waiting(gate, 1, () -> {});
    first.release(Usage.UNKNOWN, now());
    leaver.cancel(now());
    assertThat(gate.tryAdmit(1, now())).isNotNull();
  }

  @Test
  void aPermitIsGivenBackOnce() {
    ProviderGate gate = gate(ProviderLimits.brief(2, null, null));
    Permit permit = admitted(gate);
    admitted(gate);
    permit.release(Usage.UNKNOWN, now());
    permit.release(Usage.UNKNOWN, now());
    permit.cancel(now());
    admitted(gate);
    assertThat(gate.tryAdmit(1, now())).isNull();
  }

  @Test
  void cachedInputDoesNotCount() {
    ProviderGate gate = gate(ProviderLimits.brief(null, null, 1_000L));
    Permit permit = admitted(gate, 1_000);
    permit.release(new Usage(50L, 900L, null, null, 50L, null, Usage.Source.REPORTED), now());
    assertThat(gate.tryAdmit(900, now())).isNotNull();
  }

  @Test
  void unknownUsageCostsWhatWasEstimated() {
    ProviderGate gate = gate(ProviderLimits.brief(null, null, 1_000L));
    Permit permit = admitted(gate, 800);
    permit.release(Usage.UNKNOWN, now());
    assertThat(gate.tryAdmit(300, now())).isNull();
  }

  @Test
  void moreThanWasEstimatedIsADebt() {
    ProviderGate gate = gate(ProviderLimits.brief(null, null, 6_000L));
    Permit permit = admitted(gate, 100);
    permit.release(Usage.of(6_000, 100), now());
    world.run(seconds(1));
    assertThat(gate.tryAdmit(1, now())).isNull();
    world.run(seconds(0.1));
    assertThat(gate.tryAdmit(1, now())).isNotNull();
  }

  @Test
  void whatWasNotSentCostsNothing() {
    ProviderGate gate = gate(ProviderLimits.brief(1, 1, 100L));
    Permit permit = admitted(gate, 100);
    permit.cancel(now());
    assertThat(gate.tryAdmit(100, now())).isNotNull();
  }

  @Test
  void aLimitedProviderHandsCallsToTheNextTarget() {
    world.limitEveryProvider(ProviderLimits.brief(2, null, null));
    world.route(new RoutingPolicy.Priority(), List.of(target("a"), target("b").withPriority(1)));
    List<SimulatedCall> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(world.call(CallNeeds.NOTHING));
    }
    world.settle();
    assertThat(calls).extracting(SimulatedCall::answeredBy).containsExactly("a", "a", "b", "b");
  }

  @Test
  void twoTargetsOfOneProviderShareItsLimit() {
    world.limitEveryProvider(ProviderLimits.brief(1, null, null));
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(Target.of("small", "p", "small"), Target.of("large", "p", "large")));
    world.call(CallNeeds.NOTHING);
    SimulatedCall second = world.call(CallNeeds.NOTHING);
    assertThat(second.attempts()).isZero();
    world.settle();
    assertThat(second.attempts()).isEqualTo(1);
  }

  private void oneTarget() {
    world.route(new RoutingPolicy.Weighted(), List.of(target("a")));
  }

  private ProviderGate gate(ProviderLimits limits) {
    return new ProviderGate("p", limits, world);
  }

  private long now() {
    return world.nanoTime();
  }

  private Permit admitted(ProviderGate gate) {
    return admitted(gate, 1);
  }

  private Permit admitted(ProviderGate gate, long tokens) {
    return requireNonNull(gate.tryAdmit(tokens, now()), "no room");
  }

  private Ticket waiting(ProviderGate gate, long tokens, Runnable decided) {
    Admission admission = gate.admit(tokens, now() + seconds(600).toNanos(), decided, now());
    assertThat(admission).isInstanceOf(Ticket.class);
    return (Ticket) admission;
  }

  private ModelFailure.Throttled refusal(ProviderGate gate, long tokens) {
    Admission admission = gate.admit(tokens, now() + seconds(600).toNanos(), () -> {}, now());
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    return ((Admission.Refused) admission).failure();
  }
}
