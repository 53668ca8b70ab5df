package dev.fairway.metering.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.catalog.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private static final Subject KEY = Subject.key("k1");
  private static final Subject TEAM = Subject.team("team-a");
  private static final Account KEY_TOKENS = new Account(KEY, Dimension.Count.TOKENS, Window.MINUTE);
  private static final Account KEY_MONEY =
      new Account(KEY, new Dimension.Spend("USD"), Window.MONTH);
  private static final Account KEY_SLOTS =
      new Account(KEY, Dimension.Count.CONCURRENCY, Window.NONE);

  private final TestingClock clock = new TestingClock();
  private final QuotaBackend backend = new InProcessQuotaBackend(clock);
  private final Quotas quotas = new Quotas(backend, clock, 1, false);

  @Test
  void letsExactlyAsManyInAsABudgetPays() throws Exception {
    Gate gate = gate(Limit.budget(10_000, "USD", Window.MONTH));
    assertThat(admittedAtOnce(gate, 200, usd(1_000))).isEqualTo(10);
  }

  @Test
  void letsExactlyAsManyInAsRequestsAreAllowed() throws Exception {
    Gate gate = gate(Limit.requestsPerMinute(1_234));
    assertThat(admittedAtOnce(gate, 3_000, null)).isEqualTo(1_234);
    assertThat(quotas.decisions().admitted()).isEqualTo(1_234);
    assertThat(quotas.decisions().deniedByRequests()).isEqualTo(3_000 - 1_234);
  }

  @Test
  void namesTheLimitThatBinds() {
    Gate gate =
        quotas.gate(
            List.of(
                new Limited(TEAM, List.of(Limit.tokensPerMinute(1_000))),
                new Limited(KEY, List.of(Limit.tokensPerMinute(5_000)))));
    admitted(gate, 600, null).settle(600, null);
    Denial denial = denied(gate, 600, null);
    assertThat(denial)
        .isEqualTo(
            new Denial.Exhausted(
                TEAM,
                Limit.tokensPerMinute(1_000),
                600,
                600,
                Instant.parse("2026-11-22T10:01:00Z")));
    assertThat(denial.message())
        .isEqualTo(
            "the limit of 1000 tokens per minute of team team-a is reached: 600 used, 600 needed;"
                + " it begins anew at 2026-11-22T10:01:00Z");
    assertThat(gate.binding().map(Standing::subject)).hasValue(TEAM);
    assertThat(gate.binding().map(Standing::remaining)).hasValue(400L);
  }

  @Test
  void aDenialTakesNothingFromTheSubjectsBefore() {
    Gate gate =
        quotas.gate(
            List.of(
                new Limited(KEY, List.of(Limit.tokensPerMinute(100), Limit.concurrency(1))),
                new Limited(TEAM, List.of(Limit.requestsPerMinute(0)))));
    denied(gate, 60, null);
    denied(gate, 60, null);
    idle();
    assertThat(backend.read(KEY_TOKENS).spent()).isZero();
    assertThat(backend.read(KEY_TOKENS).leased()).isZero();
    assertThat(backend.read(KEY_SLOTS).leased()).isZero();
  }

  @Test
  void whatWasReservedAndNotUsedIsThereForTheNext() {
    Gate gate = gate(Limit.tokensPerMinute(100));
    for (int call = 0; call < 9; call++) {
      admitted(gate, 100 - call * 10, null).settle(10, null);
    }
    admitted(gate, 10, null);
    denied(gate, 1, null);
  }

  @Test
  void aCallThatWasNotSentCostsNothing() {
    Gate gate = gate(Limit.requestsPerMinute(1));
    Reservation first = admitted(gate, 5, null);
    first.release();
    first.settle(5, null);
    Reservation second = admitted(gate, 5, null);
    second.settle(5, null);
    second.release();
    denied(gate, 5, null);
  }

  @Test
  void useBeyondTheReservationIsChargedAllTheSame() {
    Gate gate = gate(Limit.tokensPerMinute(1_000));
    admitted(gate, 10, null).settle(900, null);
    denied(gate, 101, null);
    admitted(gate, 100, null).settle(500, null);
    idle();
    assertThat(backend.read(KEY_TOKENS).spent()).isEqualTo(1_400);
    assertThat(backend.read(KEY_TOKENS).leased()).isZero();
  }

  @Test
  void anUnknownCostIsChargedAsReservedAndNeverAsNothing() {
    Gate gate = gate(Limit.budget(1_000, "USD", Window.MONTH));
    admitted(gate, 1, usd(700)).settle(1, null);
    denied(gate, 1, usd(301));
    admitted(gate, 1, usd(300));
  }

  @Test
  void refusesUnderABudgetWhatHasNoPriceInItsCurrency() {
    Gate gate = gate(Limit.budget(1_000, "USD", Window.MONTH));
    assertThat(denied(gate, 1, null).message()).contains("no price of the model is known");
    assertThat(denied(gate, 1, new Money(1, "EUR")).message())
        .contains("it is in USD, the model's price in EUR");
  }

  @Test
  void aSlotIsHeldForAsLongAsTheCallRuns() {
    Gate gate = gate(Limit.concurrency(2));
    Reservation first = admitted(gate, 1, null);
    admitted(gate, 1, null);
    for (int second = 0; second < 60; second++) {
      clock.pass(Duration.ofSeconds(1));
      quotas.tick();
    }
    denied(gate, 1, null);
    first.settle(1, null);
    admitted(gate, 1, null);
  }

  @Test
  void aRunningAnswerExtendsItsReservationStepByStep() {
    Gate gate = gate(Limit.tokensPerMinute(1_000));
    Reservation call = admitted(gate, 500, null);
    assertThat(call.reach(500, null)).isEmpty();
    assertThat(call.reach(501, null)).isEmpty();
    assertThat(call.reach(756, null)).isEmpty();
    assertThat(call.reach(757, null)).isPresent();
    call.settle(800, null);
    denied(gate, 201, null);
    admitted(gate, 200, null);
  }

  @Test
  void aCallBooksToTheWindowItWasAdmittedIn() {
    Gate gate = gate(Limit.tokensPerMinute(100));
    Reservation call = admitted(gate, 100, null);
    clock.set("2026-11-22T10:01:01Z");
    Reservation next = admitted(gate, 100, null);
    call.settle(100, null);
    next.settle(40, null);
    idle();
    assertThat(backend.read(KEY_TOKENS).spent()).isEqualTo(40);
  }

  @Test
  void anExtensionAfterTheWindowChangedBooksToTheNewOne() {
    Gate gate = gate(Limit.tokensPerMinute(1_000));
    Reservation call = admitted(gate, 100, null);
    clock.set("2026-11-22T10:01:01Z");
    assertThat(call.reach(150, null)).isEmpty();
    call.settle(150, null);
    idle();
    assertThat(backend.read(KEY_TOKENS).spent()).isEqualTo(50);
  }

  @Test
  void aChangedLimitActsOnTheNextCall() {
    Gate wide = gate(Limit.tokensPerMinute(1_000_000));
    for (int call = 0; call < 100; call++) admitted(wide, 100, null).settle(100, null);
    denied(gate(Limit.tokensPerMinute(10_000)), 1, null);
    admitted(gate(Limit.tokensPerMinute(10_001)), 1, null);
  }

  @Test
  void aProcessThatSleptDoesNotTrustItsLeases() {
    Gate gate = gate(Limit.tokensPerMinute(1_000));
    Reservation call = admitted(gate, 400, null);
    clock.pass(Duration.ofSeconds(6));
    assertThat(backend.acquire(KEY_TOKENS, 1_000, 1_000, "another").granted()).isEqualTo(1_000);
    denied(gate, 1, null);
    call.settle(400, null);
    quotas.tick();
    assertThat(backend.read(KEY_TOKENS).spent()).isEqualTo(400);
  }

  @Test
  void severalReplicasShareOneBudgetWithoutOverspending() {
    List<Quotas> replicas = new ArrayList<>();
    for (int i = 0; i < 4; i++) replicas.add(new Quotas(backend, clock, 4, false));
    SplittableRandom random = new SplittableRandom(7);
    long limit = 2_000_000_000;
    long spent = 0;
    for (int step = 0; step < 60_000; step++) {
      Quotas replica = replicas.get(random.nextInt(4));
      Gate gate =
          replica.gate(
              List.of(new Limited(KEY, List.of(Limit.budget(limit, "USD", Window.MONTH)))));
      long cost = random.nextInt(1, 100_000);
      if (gate.admit(1, usd(cost)) instanceof Reservation call) {
        call.settle(1, usd(cost));
        spent += cost;
      }
      if (step % 500 == 0) {
        clock.pass(Duration.ofSeconds(1));
        replicas.forEach(Quotas::tick);
      }
    }
    replicas.forEach(Quotas::close);
    assertThat(backend.read(KEY_MONEY).spent()).isEqualTo(spent).isLessThanOrEqualTo(limit);
    assertThat(backend.read(KEY_MONEY).leased()).isZero();
    assertThat(spent).as("nearly all of it can be used").isGreaterThan(limit * 95 / 100);
  }

  @Test
  void nothingStaysReservedAfterRandomCalls() throws Exception {
    Gate gate =
        gate(
            Limit.tokensPerMinute(50_000),
            Limit.budget(50_000_000, "USD", Window.MONTH),
            Limit.concurrency(7));
    List<Callable<Void>> calls = new ArrayList<>();
    for (int seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      calls.add(() -> play(gate, random));
    }
    atOnce(calls);
    idle();
    for (Account account : List.of(KEY_TOKENS, KEY_MONEY, KEY_SLOTS)) {
      assertThat(backend.read(account).leased()).as(account.toString()).isZero();
    }
    assertThat(backend.read(KEY_TOKENS).spent()).isPositive();
    assertThat(backend.read(KEY_SLOTS).spent()).isZero();
  }

  private Void play(Gate gate, SplittableRandom random) {
    for (int i = 0; i < 20; i++) {
      if (!(gate.admit(random.nextInt(200), usd(random.nextInt(100_000)))
          instanceof Reservation call)) continue;
      call.reach(random.nextInt(400), usd(random.nextInt(200_000)));
      if (random.nextInt(3) == 0) call.release();
      else call.settle(random.nextInt(300), random.nextBoolean() ? usd(10) : null);
      if (random.nextInt(10) == 0) quotas.tick();
    }
    return null;
  }

  private Gate gate(Limit... limits) {
    return quotas.gate(List.of(new Limited(KEY, List.of(limits))));
  }

  private static int admittedAtOnce(Gate gate, int calls, @Nullable Money cost) throws Exception {
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      all.add(() -> gate.admit(1, cost) instanceof Reservation ? 1 : 0);
    }
    return atOnce(all).stream().mapToInt(Integer::intValue).sum();
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> each : threads.invokeAll(calls)) results.add(each.get());
    }
    return results;
  }

  /// Until every pool has given back what it does not need.
  private void idle() {
    for (int second = 0; second < 4; second++) {
      clock.pass(Duration.ofSeconds(1));
      quotas.tick();
    }
  }

  private static Reservation admitted(Gate gate, long tokens, @Nullable Money cost) {
    Decision decision = gate.admit(tokens, cost);
    assertThat(decision).isInstanceOf(Reservation.class);
    return (Reservation) decision;
  }

  private static Denial denied(Gate gate, long tokens, @Nullable Money cost) {
    Decision decision = gate.admit(tokens, cost);
    assertThat(decision).isInstanceOf(Denial.class);
    return (Denial) decision;
  }

  private static Money usd(long nano) {
    return new Money(nano, "USD");
  }
}
